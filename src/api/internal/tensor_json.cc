#include "api/internal/tensor_json.h"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <fmt/format.h>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace armillary::api {
namespace {

using inference::ElementType;
using inference::Shape;
using inference::Tensor;

template <std::floating_point T>
constexpr double kLargest = std::numeric_limits<T>::max();
constexpr double kExactIntegers = 9007199254740992.0;  // 2^53: beyond it a double skips some.

bool ReadValue(ondemand::value& value, bool& into) {
  return value.get_bool().get(into) == simdjson::SUCCESS;
}

bool ReadValue(ondemand::value& value, std::string& into) {
  std::string_view text;
  const bool is_text = value.get_string().get(text) == simdjson::SUCCESS;
  into = text;
  return is_text;
}

template <std::floating_point T>
bool ReadValue(ondemand::value& value, T& into) {
  double number = 0;
  if (value.get_double().get(number) == simdjson::SUCCESS) {
    into = static_cast<T>(std::clamp(number, -kLargest<T>, kLargest<T>));
    return std::abs(number) <= kLargest<T>;
  }
  into = std::numeric_limits<T>::quiet_NaN();
  bool is_null = false;
  return value.is_null().get(is_null) == simdjson::SUCCESS && is_null;
}

// 12.0 and 1e3 are whole numbers, too.
template <std::integral T>
bool ReadValue(ondemand::value& value, T& into) {
  ondemand::number number;
  if (value.get_number().get(number) != simdjson::SUCCESS) {
    return false;
  }
  if (number.is_int64()) {
    into = static_cast<T>(number.get_int64());
    return std::in_range<T>(number.get_int64());
  }
  if (number.is_uint64()) {
    into = static_cast<T>(number.get_uint64());
    return std::in_range<T>(number.get_uint64());
  }
  const double fraction = number.get_double();
  if (std::abs(fraction) > kExactIntegers || std::trunc(fraction) != fraction) {
    return false;
  }
  into = static_cast<T>(static_cast<std::int64_t>(fraction));
  return std::in_range<T>(static_cast<std::int64_t>(fraction));
}

// Writes values one after the other into a tensor's memory.
template <class T>
class Values {
 public:
  explicit Values(std::span<T> into) : into_(into) {}

  bool IsFull() const { return next_ == into_.size(); }
  std::size_t Count() const { return next_; }
  // False if the type does not hold the value.
  bool Add(ondemand::value& value);

 private:
  std::span<T> into_;
  std::size_t next_ = 0;
};

template <class T>
bool Values<T>::Add(ondemand::value& value) {
  const bool is_held = ReadValue(value, into_[next_]);
  next_ += is_held ? 1 : 0;
  return is_held;
}

// Goes through the values of one tensor.
template <class T>
class TensorReader {
 public:
  TensorReader(std::span<T> into, std::span<const std::int64_t> shape, ElementType type,
               const TensorSource& source)
      : values_(into), shape_(shape), type_(type), source_(source) {}

  Result<void> Read(ondemand::array data) {
    ARM_CHECK(Level(data, 0));
    return values_.IsFull() ? Result<void>() : WrongCount("fewer");
  }

 private:
  Result<void> Level(ondemand::array data, std::size_t depth) {
    std::size_t length = 0;
    for (auto element : data) {
      ARM_TRY(ondemand::value value, Take(element));
      ARM_CHECK(Element(value, depth, length == 0));
      ++length;
    }
    const bool is_row = is_nested_ && length != static_cast<std::size_t>(shape_[depth]);
    return is_row ? WrongCount("other") : Result<void>();
  }

  Result<void> Element(ondemand::value& value, std::size_t depth, bool is_first) {
    ondemand::array inner;
    const bool may_be_inner = depth + 1 < shape_.size() && (is_nested_ || (depth == 0 && is_first));
    if (may_be_inner && value.get_array().get(inner) == simdjson::SUCCESS) {
      is_nested_ = true;
      return Level(inner, depth + 1);
    }
    if (is_nested_ && depth + 1 < shape_.size()) {
      return Fail(ErrorCode::TensorShapeMismatch,
                  fmt::format("input {}: the values are partly nested and partly flat",
                              Shown(source_.name)),
                  source_.place.Pointer());
    }
    if (values_.IsFull()) {
      return WrongCount("more");
    }
    return values_.Add(value) ? Result<void>() : Refuse(value);
  }

  tl::unexpected<Error> WrongCount(std::string_view how) const {
    return Fail(ErrorCode::TensorShapeMismatch,
                fmt::format("input {}: the data has {} values than its shape {} asks for",
                            Shown(source_.name), how, inference::ShapeText(shape_)),
                source_.place.Pointer());
  }

  tl::unexpected<Error> Refuse(ondemand::value& value) const {
    return Fail(ErrorCode::TensorValueInvalid,
                fmt::format("input {}: value {} is {} that {} does not hold", Shown(source_.name),
                            values_.Count(), KindOf(value), inference::ElementTypeName(type_)),
                source_.place.Pointer());
  }

  Values<T> values_;
  const std::span<const std::int64_t> shape_;
  const ElementType type_;
  const TensorSource& source_;
  bool is_nested_ = false;
};

template <class T>
Result<void> Fill(Tensor& tensor, ondemand::array data, const TensorSource& source) {
  if constexpr (std::is_same_v<T, std::string>) {
    return TensorReader<T>(tensor.Strings(), tensor.Dimensions(), tensor.Type(), source).Read(data);
  } else {
    return TensorReader<T>(tensor.Values<T>(), tensor.Dimensions(), tensor.Type(), source)
        .Read(data);
  }
}

Result<void> FillAny(Tensor& tensor, ondemand::array data, const TensorSource& source) {
  switch (tensor.Type()) {
    case ElementType::Bool:
      return Fill<bool>(tensor, data, source);
    case ElementType::Uint8:
      return Fill<std::uint8_t>(tensor, data, source);
    case ElementType::Uint16:
      return Fill<std::uint16_t>(tensor, data, source);
    case ElementType::Uint32:
      return Fill<std::uint32_t>(tensor, data, source);
    case ElementType::Uint64:
      return Fill<std::uint64_t>(tensor, data, source);
    case ElementType::Int8:
      return Fill<std::int8_t>(tensor, data, source);
    case ElementType::Int16:
      return Fill<std::int16_t>(tensor, data, source);
    case ElementType::Int32:
      return Fill<std::int32_t>(tensor, data, source);
    case ElementType::Int64:
      return Fill<std::int64_t>(tensor, data, source);
    case ElementType::Fp32:
      return Fill<float>(tensor, data, source);
    case ElementType::Fp64:
      return Fill<double>(tensor, data, source);
    case ElementType::Bytes:
      return Fill<std::string>(tensor, data, source);
    case ElementType::Fp16:
      break;
  }
  return Fail(ErrorCode::TensorTypeMismatch,
              fmt::format("input {}: JSON cannot carry FP16; send FP32 if the model takes it",
                          Shown(source.name)),
              source.place.Pointer());
}

}  // namespace

Result<Tensor> ReadTensor(ondemand::array data, ElementType type, Shape shape,
                          const TensorSource& source) {
  const auto count = inference::ElementCount(shape);
  // Each value takes a byte at least, and a comma after all but the last.
  if (!count || *count > source.body_bytes / 2 + 1) {
    return Fail(ErrorCode::TensorShapeMismatch,
                fmt::format("input {}: {}", Shown(source.name),
                            count ? fmt::format("the shape {} asks for more values than the body "
                                                "can have",
                                                inference::ShapeText(shape))
                                  : count.error().message),
                source.place.Pointer());
  }
  auto tensor = Tensor::Make(type, std::move(shape));
  if (!tensor) {
    return Fail(ErrorCode::TensorShapeMismatch,
                fmt::format("input {}: {}", Shown(source.name), tensor.error().message),
                source.place.Pointer());
  }
  ARM_CHECK(FillAny(*tensor, data, source));
  return tensor;
}

}  // namespace armillary::api
