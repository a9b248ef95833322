#include "inference/internal/message.h"

#include <array>

namespace armillary::inference {
namespace {

using enum FieldType;

constexpr std::array kModelFields = std::to_array<FieldSpec>({
    {1, Integer, false, "ir_version"},
    {2, Text, false, "producer_name"},
    {3, Text, false, "producer_version"},
    {4, Text, false, "domain"},
    {5, Integer, false, "model_version"},
    {6, Text, false, "doc_string"},
    {7, Message, false, "graph"},
    {8, Message, true, "opset_import"},
    {14, Message, true, "metadata_props"},
    {20, Message, true, "training_info"},
    {25, Message, true, "functions"},
    {26, Message, true, "configuration"},
});
constexpr std::array kOpsetFields = std::to_array<FieldSpec>({
    {1, Text, false, "domain"},
    {2, Integer, false, "version"},
});
constexpr std::array kEntryFields = std::to_array<FieldSpec>({
    {1, Text, false, "key"},
    {2, Text, false, "value"},
});
constexpr std::array kGraphFields = std::to_array<FieldSpec>({
    {1, Message, true, "node"},
    {2, Text, false, "name"},
    {5, Message, true, "initializer"},
    {10, Text, false, "doc_string"},
    {11, Message, true, "input"},
    {12, Message, true, "output"},
    {13, Message, true, "value_info"},
    {14, Message, true, "quantization_annotation"},
    {15, Message, true, "sparse_initializer"},
    {16, Message, true, "metadata_props"},
});
constexpr std::array kNodeFields = std::to_array<FieldSpec>({
    {1, Text, true, "input"},
    {2, Text, true, "output"},
    {3, Text, false, "name"},
    {4, Text, false, "op_type"},
    {5, Message, true, "attribute"},
    {6, Text, false, "doc_string"},
    {7, Text, false, "domain"},
    {8, Text, false, "overload"},
    {9, Message, true, "metadata_props"},
    {10, Message, true, "device_configurations"},
});
constexpr std::array kAttributeFields = std::to_array<FieldSpec>({
    {1, Text, false, "name"},
    {2, Float, false, "f"},
    {3, Integer, false, "i"},
    {4, Text, false, "s"},
    {5, Message, false, "t"},
    {6, Message, false, "g"},
    {7, Float, true, "floats"},
    {8, Integer, true, "ints"},
    {9, Text, true, "strings"},
    {10, Message, true, "tensors"},
    {11, Message, true, "graphs"},
    {13, Text, false, "doc_string"},
    {14, Message, false, "tp"},
    {15, Message, true, "type_protos"},
    {20, Integer, false, "type"},
    {21, Text, false, "ref_attr_name"},
    {22, Message, false, "sparse_tensor"},
    {23, Message, true, "sparse_tensors"},
});
constexpr std::array kTensorFields = std::to_array<FieldSpec>({
    {1, Integer, true, "dims"},
    {2, Integer, false, "data_type"},
    {3, Message, false, "segment"},
    {4, Float, true, "float_data"},
    {5, Integer, true, "int32_data"},
    {6, Text, true, "string_data"},
    {7, Integer, true, "int64_data"},
    {8, Text, false, "name"},
    {9, Blob, false, "raw_data"},
    {10, Double, true, "double_data"},
    {11, Integer, true, "uint64_data"},
    {12, Text, false, "doc_string"},
    {13, Message, true, "external_data"},
    {14, Integer, false, "data_location"},
    {16, Message, true, "metadata_props"},
});
constexpr std::array kValueFields = std::to_array<FieldSpec>({
    {1, Text, false, "name"},
    {2, Message, false, "type"},
    {3, Text, false, "doc_string"},
    {4, Message, true, "metadata_props"},
});
constexpr std::array kTypeFields = std::to_array<FieldSpec>({
    {1, Message, false, "tensor_type"},
    {4, Message, false, "sequence_type"},
    {5, Message, false, "map_type"},
    {6, Text, false, "denotation"},
    {7, Message, false, "opaque_type"},
    {8, Message, false, "sparse_tensor_type"},
    {9, Message, false, "optional_type"},
});
constexpr std::array kTensorTypeFields = std::to_array<FieldSpec>({
    {1, Integer, false, "elem_type"},
    {2, Message, false, "shape"},
});
constexpr std::array kShapeFields = std::to_array<FieldSpec>({{1, Message, true, "dim"}});
constexpr std::array kDimensionFields = std::to_array<FieldSpec>({
    {1, Integer, false, "dim_value"},
    {2, Text, false, "dim_param"},
    {3, Text, false, "denotation"},
});

}  // namespace

const MessageSpec kModelMessage{"ModelProto", kModelFields};
const MessageSpec kOpsetMessage{"OperatorSetIdProto", kOpsetFields};
const MessageSpec kEntryMessage{"StringStringEntryProto", kEntryFields};
const MessageSpec kGraphMessage{"GraphProto", kGraphFields};
const MessageSpec kNodeMessage{"NodeProto", kNodeFields};
const MessageSpec kAttributeMessage{"AttributeProto", kAttributeFields};
const MessageSpec kTensorMessage{"TensorProto", kTensorFields};
const MessageSpec kValueMessage{"ValueInfoProto", kValueFields};
const MessageSpec kTypeMessage{"TypeProto", kTypeFields};
const MessageSpec kTensorTypeMessage{"TypeProto.Tensor", kTensorTypeFields};
const MessageSpec kShapeMessage{"TensorShapeProto", kShapeFields};
const MessageSpec kDimensionMessage{"TensorShapeProto.Dimension", kDimensionFields};

Result<const FieldSpec*> CheckField(const MessageSpec& spec, const WireField& field,
                                    std::uint64_t& seen, const std::string& where) {
  const FieldSpec* found = spec.Find(field.number);
  if (found == nullptr) {
    return Broken(where, std::string(spec.name) + " has no field " + std::to_string(field.number));
  }
  const bool fits =
      field.kind == KindOf(found->type) || (found->is_repeated && IsPacked(*found, field));
  if (!fits) {
    return Broken(where, std::string(found->name) + " has the encoding of another type");
  }
  if (found->type == FieldType::Text && !IsUtf8(AsText(field.bytes))) {
    return Broken(where, std::string(found->name) + " is not UTF-8");
  }
  const std::uint64_t bit = std::uint64_t{1} << (found - spec.fields.data());
  if (!found->is_repeated && (seen & bit) != 0) {
    return Broken(where, std::string(found->name) + " is there twice");
  }
  seen |= bit;
  return found;
}

}  // namespace armillary::inference
