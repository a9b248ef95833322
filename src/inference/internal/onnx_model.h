#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inference/onnx_reader.h"
#include "inference/tensor.h"

namespace armillary::inference {

// The parts of an ONNX file, as views into its bytes.

// Constant numbers or strings whose length was checked against their shape.
struct OnnxTensor {
  std::string_view name;
  ElementType type = ElementType::Fp32;
  Shape shape;
  std::size_t count = 0;
  std::size_t longest_string = 0;
  std::size_t string_bytes = 0;        // Of all its strings.
  std::vector<std::int64_t> integers;  // The elements of an Int64 or Int32 tensor.
};

enum class AttributeType : std::uint8_t {
  Float = 1,
  Integer = 2,
  Text = 3,
  Tensor = 4,
  Floats = 6,
  Integers = 7,
  Texts = 8,
};

struct OnnxAttribute {
  std::string_view name;
  AttributeType type = AttributeType::Integer;
  std::int64_t integer = 0;
  std::string_view text;
  std::size_t floats = 0;  // How many.
  std::vector<std::int64_t> integers;
  std::vector<std::string_view> texts;
  std::optional<OnnxTensor> tensor;
};

struct OnnxNode {
  std::string_view name;
  std::string_view domain;
  std::string_view type;
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
  std::vector<OnnxAttribute> attributes;
  std::string where;        // For messages: the position and operator.
  std::uint64_t steps = 0;  // Of a tree ensemble: the most that one row takes.

  const OnnxAttribute* Find(std::string_view attribute) const;
  // Each is empty or 0 if there is no such attribute.
  std::int64_t Integer(std::string_view attribute, std::int64_t otherwise) const;
  std::string_view Text(std::string_view attribute) const;
  std::span<const std::int64_t> Integers(std::string_view attribute) const;
  std::span<const std::string_view> Texts(std::string_view attribute) const;
  std::size_t Floats(std::string_view attribute) const;
  // The numbers in `attribute`, or in the tensor `attribute` + "_as_tensor".
  std::size_t FloatsOrTensor(std::string_view attribute) const;
};

// An input, output or value between, as declared; a declaration may lack its shape.
struct OnnxValue {
  TensorSpec spec;
  bool has_shape = false;
};

struct OnnxGraph {
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> initialisers;
  std::vector<OnnxValue> inputs;
  std::vector<OnnxValue> outputs;
};

struct OnnxModel {
  std::int64_t ir_version = 0;
  std::vector<OnnxOpset> opsets;
  std::string_view producer;
  std::map<std::string, std::string> metadata;
  OnnxGraph graph;

  // Of ai.onnx or another domain; 0 if it is not imported.
  std::int64_t OpsetOf(std::string_view domain) const;
};

// What all of one file may still use up.
struct ParseBudget {
  const OnnxLimits& limits;
  std::size_t values = 8'000'000;  // Numbers and strings kept from attributes and tensors.
  std::size_t node_parts = limits.node_parts;
  std::size_t metadata_bytes = 0;

  // Both fail with ModelTooLarge.
  Result<void> TakeValue();
  Result<void> TakeNodePart();
};

tl::unexpected<Error> OverLimit(std::string_view what, std::size_t limit);
// Fails with ModelInvalid or ModelTooLarge unless `name` is short enough.
Result<void> CheckNameLength(std::string_view name, const ParseBudget& budget,
                             const std::string& where);

// The element type of an ONNX data type number.
std::optional<ElementType> ElementTypeOfOnnx(std::uint64_t data_type);

Result<OnnxTensor> ParseTensor(std::span<const std::byte> bytes, ParseBudget& budget,
                               const std::string& where);
Result<OnnxNode> ParseNode(std::span<const std::byte> bytes, ParseBudget& budget,
                           std::string where);
Result<OnnxValue> ParseValue(std::span<const std::byte> bytes, const ParseBudget& budget,
                             const std::string& where);
Result<OnnxModel> ParseModel(std::span<const std::byte> bytes, ParseBudget& budget);

// Whether every name is made once, before it is used, and every output is made. Fails with
// ModelInvalid.
Result<void> CheckTopology(const OnnxGraph& graph);

// What a LabelEncoder makes.
ElementType EncodedType(const OnnxNode& node);

// Whether the counts and indices in the attributes of an ai.onnx.ml or text operator agree with
// each other; notes the steps of tree ensembles. Fails with ModelInvalid.
Result<void> CheckAttributes(OnnxNode& node, const OnnxLimits& limits);
// The same for tree ensembles, which CheckAttributes calls. Gives the steps.
Result<std::uint64_t> CheckTrees(const OnnxNode& node, const OnnxLimits& limits);

}  // namespace armillary::inference
