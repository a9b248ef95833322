#include "inference/tensor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace armillary::inference {
namespace {

struct TypeEntry {
  std::string_view name;
  std::size_t size;
};

constexpr std::array kTypes = std::to_array<TypeEntry>({
    {"BOOL", 1},
    {"UINT8", 1},
    {"UINT16", 2},
    {"UINT32", 4},
    {"UINT64", 8},
    {"INT8", 1},
    {"INT16", 2},
    {"INT32", 4},
    {"INT64", 8},
    {"FP16", 2},
    {"FP32", 4},
    {"FP64", 8},
    {"BYTES", 0},
});

constexpr std::size_t kMostDimensions = 8;
constexpr std::size_t kMostElements = std::size_t{1} << 40U;

tl::unexpected<Error> WrongCount(const Shape& shape, std::size_t count) {
  return Fail(ErrorCode::TensorShapeMismatch, "the shape " + ShapeText(shape) + " does not have " +
                                                  std::to_string(count) + " elements");
}

}  // namespace

std::string_view ElementTypeName(ElementType type) {
  return kTypes.at(static_cast<std::size_t>(type)).name;
}

std::optional<ElementType> ParseElementType(std::string_view name) {
  const auto* found = std::ranges::find(kTypes, name, &TypeEntry::name);
  if (found == kTypes.end()) {
    return std::nullopt;
  }
  return static_cast<ElementType>(found - kTypes.begin());
}

std::size_t ElementSize(ElementType type) { return kTypes.at(static_cast<std::size_t>(type)).size; }

std::string ShapeText(std::span<const std::int64_t> shape) {
  std::string text = "[";
  for (const std::int64_t dimension : shape) {
    text += (text.size() > 1 ? "," : "") + std::to_string(dimension);
  }
  return text + "]";
}

Result<std::size_t> ElementCount(std::span<const std::int64_t> shape) {
  std::size_t count = 1;
  bool is_possible = shape.size() <= kMostDimensions;
  for (std::size_t i = 0; is_possible && i < shape.size(); ++i) {
    const auto dimension = static_cast<std::size_t>(shape[i]);
    is_possible = shape[i] >= 0 && dimension <= kMostElements &&
                  (count == 0 || dimension <= kMostElements / count);
    count *= is_possible ? dimension : 0;
  }
  if (!is_possible) {
    return Fail(ErrorCode::TensorShapeMismatch, "the shape " + ShapeText(shape) + " is impossible",
                "shape", "at most 8 dimensions, none negative, with at most 2^40 elements");
  }
  return count;
}

Result<Tensor> Tensor::Make(ElementType type, Shape shape, std::size_t most_bytes) {
  ARM_TRY(const std::size_t count, ElementCount(shape));
  const bool is_text = type == ElementType::Bytes;
  const std::size_t size = is_text ? sizeof(std::string) : ElementSize(type);
  if (count > most_bytes / size) {
    return Fail(ErrorCode::TensorShapeMismatch, "the shape " + ShapeText(shape) + " is too large",
                "shape", "at most " + std::to_string(most_bytes) + " bytes");
  }
  Tensor tensor;
  tensor.type_ = type;
  tensor.count_ = count;
  tensor.shape_ = std::move(shape);
  if (is_text) {
    tensor.strings_.resize(count);
  } else {
    tensor.bytes_.resize(count * size);
  }
  return tensor;
}

Result<Tensor> Tensor::FromBytes(ElementType type, Shape shape, std::vector<std::byte> bytes) {
  ARM_ASSERT(type != ElementType::Bytes);
  ARM_TRY(const std::size_t count, ElementCount(shape));
  const std::size_t size = ElementSize(type);
  if (bytes.size() != count * size) {
    return WrongCount(shape, bytes.size() / size);
  }
  Tensor tensor;
  tensor.type_ = type;
  tensor.shape_ = std::move(shape);
  tensor.count_ = count;
  tensor.bytes_ = std::move(bytes);
  return tensor;
}

Result<Tensor> Tensor::FromStrings(Shape shape, std::vector<std::string> strings) {
  ARM_TRY(const std::size_t count, ElementCount(shape));
  if (strings.size() != count) {
    return WrongCount(shape, strings.size());
  }
  Tensor tensor;
  tensor.type_ = ElementType::Bytes;
  tensor.shape_ = std::move(shape);
  tensor.count_ = count;
  tensor.strings_ = std::move(strings);
  return tensor;
}

}  // namespace armillary::inference
