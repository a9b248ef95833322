#include <array>
#include <limits>

#include "inference/internal/message.h"
#include "inference/internal/onnx_model.h"

namespace armillary::inference {
namespace {

// The field numbers of TensorProto that hold elements.
constexpr std::uint32_t kFloatData = 4;
constexpr std::uint32_t kInt32Data = 5;
constexpr std::uint32_t kStringData = 6;
constexpr std::uint32_t kInt64Data = 7;
constexpr std::uint32_t kRawData = 9;
constexpr std::uint32_t kDoubleData = 10;
constexpr std::uint32_t kUint64Data = 11;

struct RawTensor {
  OnnxTensor tensor;
  std::uint64_t data_type = 0;
  std::array<std::size_t, kUint64Data + 1> counts{};  // Elements by the field that has them.
  std::span<const std::byte> raw;
};

std::uint32_t FieldOf(ElementType type) {
  switch (type) {
    case ElementType::Fp32:
      return kFloatData;
    case ElementType::Fp64:
      return kDoubleData;
    case ElementType::Int64:
      return kInt64Data;
    case ElementType::Uint32:
    case ElementType::Uint64:
      return kUint64Data;
    case ElementType::Bytes:
      return kStringData;
    default:
      return kInt32Data;
  }
}

bool KeepsIntegers(ElementType type) {
  return type == ElementType::Int64 || type == ElementType::Int32;
}

Result<void> TakeElement(const WireField& field, RawTensor& read, ParseBudget& budget) {
  ++read.counts.at(field.number);
  if (field.number == kInt32Data || field.number == kInt64Data) {
    ARM_CHECK(budget.TakeValue());
    read.tensor.integers.push_back(static_cast<std::int64_t>(field.value));
  } else if (field.number == kStringData) {
    ARM_CHECK(budget.TakeValue());
    read.tensor.longest_string = std::max(read.tensor.longest_string, field.bytes.size());
    read.tensor.string_bytes += field.bytes.size();
  }
  return {};
}

Result<void> TakeField(const WireField& field, RawTensor& read, ParseBudget& budget,
                       const std::string& where) {
  switch (field.number) {
    case 1:
      if (read.tensor.shape.size() >= 8) {
        return Broken(where, "a tensor has more than 8 dimensions");
      }
      read.tensor.shape.push_back(static_cast<std::int64_t>(field.value));
      return {};
    case 2:
      read.data_type = field.value;
      return {};
    case 3:
      return Broken(where, "a tensor in segments is not supported");
    case 8:
      read.tensor.name = AsText(field.bytes);
      return CheckNameLength(read.tensor.name, budget, where);
    case kRawData:
      read.raw = field.bytes;
      read.counts.at(kRawData) = 1;
      return {};
    case 13:
      return Fail(ErrorCode::ModelExternalData, where + ": a tensor keeps its data outside", where,
                  "all data inside the file");
    case 14:
      return field.value == 0
                 ? Result<void>{}
                 : Fail(ErrorCode::ModelExternalData, where + ": a tensor keeps its data outside",
                        where, "all data inside the file");
    case kFloatData:
    case kInt32Data:
    case kStringData:
    case kInt64Data:
    case kDoubleData:
    case kUint64Data:
      return TakeElement(field, read, budget);
    default:
      return {};
  }
}

Result<void> CheckRaw(const RawTensor& read, const std::string& where) {
  const std::size_t size = ElementSize(read.tensor.type);
  if (size == 0) {
    return Broken(where, "strings cannot be raw data");
  }
  if (read.raw.size() != read.tensor.count * size) {
    return Broken(where, "raw data has " + std::to_string(read.raw.size()) +
                             " bytes where the shape " + ShapeText(read.tensor.shape) + " needs " +
                             std::to_string(read.tensor.count * size));
  }
  return {};
}

// Exactly one field holds the elements, and as many as the shape says.
Result<void> CheckElements(const RawTensor& read, const std::string& where) {
  const std::uint32_t expected = FieldOf(read.tensor.type);
  const bool has_raw = read.counts.at(kRawData) != 0;
  for (std::uint32_t field = 0; field < read.counts.size(); ++field) {
    const bool may_have = field == kRawData || (field == expected && !has_raw);
    if (read.counts.at(field) != 0 && !may_have) {
      return Broken(where, has_raw ? "a tensor has both raw and typed data"
                                   : "a tensor has data of another type than it says");
    }
  }
  if (has_raw) {
    return CheckRaw(read, where);
  }
  if (read.counts.at(expected) != read.tensor.count) {
    return Broken(where, "a tensor has " + std::to_string(read.counts.at(expected)) +
                             " elements where the shape " + ShapeText(read.tensor.shape) +
                             " needs " + std::to_string(read.tensor.count));
  }
  return {};
}

Result<void> KeepRawIntegers(RawTensor& read, ParseBudget& budget) {
  const std::size_t size = ElementSize(read.tensor.type);
  for (std::size_t at = 0; at < read.raw.size(); at += size) {
    ARM_CHECK(budget.TakeValue());
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      value |= std::to_integer<std::uint64_t>(read.raw[at + i]) << (8 * i);
    }
    read.tensor.integers.push_back(size == 8 ? static_cast<std::int64_t>(value)
                                             : static_cast<std::int32_t>(value));
  }
  return {};
}

}  // namespace

std::optional<ElementType> ElementTypeOfOnnx(std::uint64_t data_type) {
  using enum ElementType;
  constexpr std::array kTypes = {Fp32,  Uint8, Int8, Uint16, Int16,  Int32, Int64,
                                 Bytes, Bool,  Fp16, Fp64,   Uint32, Uint64};
  if (data_type == 0 || data_type > kTypes.size()) {
    return std::nullopt;
  }
  return kTypes.at(static_cast<std::size_t>(data_type) - 1);
}

Result<OnnxTensor> ParseTensor(std::span<const std::byte> bytes, ParseBudget& budget,
                               const std::string& where) {
  RawTensor read;
  ARM_CHECK(ReadMessage(bytes, kTensorMessage, where, [&](const WireField& field) {
    return TakeField(field, read, budget, where);
  }));
  const auto type = ElementTypeOfOnnx(read.data_type);
  if (!type) {
    return Broken(where, "data type " + std::to_string(read.data_type) + " is not supported");
  }
  read.tensor.type = *type;
  const auto count = ElementCount(read.tensor.shape);
  if (!count) {
    return Broken(where, "the shape " + ShapeText(read.tensor.shape) + " is impossible");
  }
  read.tensor.count = *count;
  ARM_CHECK(CheckElements(read, where));
  if (!KeepsIntegers(*type)) {
    read.tensor.integers.clear();
  } else if (!read.raw.empty()) {
    ARM_CHECK(KeepRawIntegers(read, budget));
  }
  return std::move(read.tensor);
}

}  // namespace armillary::inference
