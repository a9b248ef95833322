#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/assert.h"
#include "base/result.h"

namespace armillary::inference {

// The element types of the Open Inference Protocol.
enum class ElementType : std::uint8_t {
  Bool,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Int8,
  Int16,
  Int32,
  Int64,
  Fp16,
  Fp32,
  Fp64,
  Bytes,
};

// As the protocol writes it: FP32, BYTES.
std::string_view ElementTypeName(ElementType type);
std::optional<ElementType> ParseElementType(std::string_view name);
// Bytes of one element; 0 for Bytes, whose elements vary.
std::size_t ElementSize(ElementType type);

// IEEE 754 half precision, carried as bits.
struct Half {
  std::uint16_t bits;
};

using Shape = std::vector<std::int64_t>;

// As [2,3]; -1 stands for any.
std::string ShapeText(std::span<const std::int64_t> shape);

// The product of the dimensions, 1 for a scalar. Fails with TensorShapeMismatch on a negative
// dimension, on more than 8 dimensions or on a product beyond 2^40.
Result<std::size_t> ElementCount(std::span<const std::int64_t> shape);

// What a model says of one of its inputs or outputs; a dimension of -1 is any.
struct TensorSpec {
  std::string name;
  ElementType type;
  Shape shape;

  bool operator==(const TensorSpec&) const = default;
};

template <class T>
constexpr ElementType ElementTypeOf() {
  if constexpr (std::is_same_v<T, bool>) {
    return ElementType::Bool;
  } else if constexpr (std::is_same_v<T, std::uint8_t>) {
    return ElementType::Uint8;
  } else if constexpr (std::is_same_v<T, std::uint16_t>) {
    return ElementType::Uint16;
  } else if constexpr (std::is_same_v<T, std::uint32_t>) {
    return ElementType::Uint32;
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    return ElementType::Uint64;
  } else if constexpr (std::is_same_v<T, std::int8_t>) {
    return ElementType::Int8;
  } else if constexpr (std::is_same_v<T, std::int16_t>) {
    return ElementType::Int16;
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return ElementType::Int32;
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return ElementType::Int64;
  } else if constexpr (std::is_same_v<T, Half>) {
    return ElementType::Fp16;
  } else if constexpr (std::is_same_v<T, float>) {
    return ElementType::Fp32;
  } else {
    static_assert(std::is_same_v<T, double>);
    return ElementType::Fp64;
  }
}

// Numbers or strings in row-major order with their shape. A value; the number of elements always
// equals the shape's product.
class Tensor {
 public:
  // An empty FP32 tensor of shape [0].
  Tensor() = default;

  // Zeros, or empty strings. Fails with TensorShapeMismatch if the shape is impossible or its
  // elements (32 bytes each for strings) exceed `most_bytes`: check `shape` against what was
  // actually sent before making a large one.
  static Result<Tensor> Make(ElementType type, Shape shape, std::size_t most_bytes = kMostBytes);

  // Takes little-endian elements. Fails with TensorShapeMismatch if there are more or fewer than
  // the shape says. Not for Bytes.
  static Result<Tensor> FromBytes(ElementType type, Shape shape, std::vector<std::byte> bytes);
  static Result<Tensor> FromStrings(Shape shape, std::vector<std::string> strings);

  ElementType Type() const { return type_; }
  const Shape& Dimensions() const { return shape_; }
  std::size_t Count() const { return count_; }
  // The first dimension; 1 for a scalar.
  std::size_t Rows() const { return shape_.empty() ? 1 : static_cast<std::size_t>(shape_.front()); }

  // The numbers; T must be the element type's own.
  template <class T>
  std::span<const T> Values() const {
    ARM_ASSERT(type_ == ElementTypeOf<T>());
    return {reinterpret_cast<const T*>(bytes_.data()), count_};
  }
  template <class T>
  std::span<T> Values() {
    ARM_ASSERT(type_ == ElementTypeOf<T>());
    return {reinterpret_cast<T*>(bytes_.data()), count_};
  }

  // The elements of a Bytes tensor.
  std::span<const std::string> Strings() const { return strings_; }
  std::span<std::string> Strings() { return strings_; }

  // The elements of any other tensor, little-endian.
  std::span<const std::byte> RawBytes() const { return bytes_; }
  std::span<std::byte> RawBytes() { return bytes_; }

  static constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

 private:
  ElementType type_ = ElementType::Fp32;
  Shape shape_ = {0};
  std::size_t count_ = 0;
  std::vector<std::byte> bytes_;
  std::vector<std::string> strings_;
};

struct NamedTensor {
  std::string name;
  Tensor tensor;
};

}  // namespace armillary::inference
