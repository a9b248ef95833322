#include "api/infer_json.h"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <limits>
#include <set>
#include <utility>

#include "api/internal/json_input.h"
#include "api/internal/tensor_json.h"
#include "base/names.h"

namespace armillary::api {
namespace {

using inference::ElementType;
using inference::NamedTensor;
using inference::Shape;
using ondemand::json_type;

constexpr std::array<std::string_view, 4> kInferFields{"id", "parameters", "inputs", "outputs"};
constexpr std::array<std::string_view, 5> kInputFields{"name", "shape", "datatype", "parameters",
                                                       "data"};
constexpr std::array<std::string_view, 2> kOutputFields{"name", "parameters"};
constexpr std::size_t kMostId = 1'024;
constexpr std::size_t kMostName = 250;
constexpr std::size_t kMostParameters = 64;
constexpr std::size_t kMostDimensions = 16;
constexpr std::size_t kMostTensors = 10'000;
constexpr std::int64_t kMostLength = std::numeric_limits<std::int32_t>::max();

tl::unexpected<Error> TooLong(const Place& place, std::string_view rule, std::size_t most) {
  const std::string field = place.Pointer();
  return Fail(ErrorCode::TooLong, fmt::format("{} is longer than {}", field, most), field,
              fmt::format("{} {}", rule, most));
}

// Which of the known fields an object has.
template <std::size_t kCount>
class Members {
 public:
  Members(const std::array<std::string_view, kCount>& known, const Place& parent)
      : known_(known), parent_(parent) {}

  // The position of `key` in the known fields.
  Result<std::size_t> Take(std::string_view key) {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (known_[i] == key) {
        return std::exchange(seen_[i], true) ? Result<std::size_t>(TwiceThere(parent_, key)) : i;
      }
    }
    return NoSuchField(parent_, key, known_);
  }

  bool Has(std::size_t i) const { return seen_[i]; }

  Result<void> Require(std::size_t i) const {
    return seen_[i] ? Result<void>() : NoField(parent_, known_[i]);
  }

 private:
  const std::array<std::string_view, kCount>& known_;
  const Place& parent_;
  std::array<bool, kCount> seen_{};
};

Result<std::string> ReadName(ondemand::value value, const Place& place) {
  ARM_TRY(const std::string_view name, TakeText(value, place));
  if (name.empty()) {
    return Fail(ErrorCode::TooShort, fmt::format("{} is empty", place.Pointer()), place.Pointer(),
                "minLength 1");
  }
  if (name.size() > kMostName && CountScalars(name) > kMostName) {
    return TooLong(place, "maxLength", kMostName);
  }
  return std::string(name);
}

Result<void> ReadParameter(ondemand::value value, const Place& place) {
  ARM_TRY(const json_type type, Take(value.type()));
  switch (type) {
    case json_type::string:
      ARM_CHECK(Take(value.get_string()));
      return {};
    case json_type::number:
      ARM_CHECK(TakeDouble(value, place));
      return {};
    case json_type::boolean:
      ARM_CHECK(Take(value.get_bool()));
      return {};
    default:
      return WrongKind(value, place, "string, number or boolean");
  }
}

Result<void> ReadParameters(ondemand::value value, const Place& place) {
  ARM_TRY(auto object, TakeObject(value, place));
  std::set<std::string_view> seen;
  for (auto member : object) {
    ARM_TRY(const std::string_view key, Take(member.unescaped_key()));
    ARM_TRY(const ondemand::value parameter, Take(member.value()));
    if (!seen.insert(key).second) {
      return TwiceThere(place, key);
    }
    if (seen.size() > kMostParameters) {
      return TooLong(place, "maxProperties", kMostParameters);
    }
    ARM_CHECK(ReadParameter(parameter, place.In(key)));
  }
  return {};
}

Result<Shape> ReadShape(ondemand::value value, const Place& place) {
  ARM_TRY(auto array, TakeArray(value, place));
  Shape shape;
  for (auto element : array) {
    ARM_TRY(ondemand::value length, Take(element));
    if (shape.size() == kMostDimensions) {
      return TooLong(place, "maxItems", kMostDimensions);
    }
    std::int64_t number = 0;
    if (length.get_int64().get(number) != simdjson::SUCCESS) {
      return WrongKind(length, place.At(shape.size()), "integer");
    }
    if (number < 0 || number > kMostLength) {
      return Fail(ErrorCode::OutOfRange, fmt::format("{} is not a possible shape", place.Pointer()),
                  place.At(shape.size()).Pointer(), fmt::format("0 to {}", kMostLength));
    }
    shape.push_back(number);
  }
  return shape;
}

Result<ElementType> ReadType(ondemand::value value, const Place& place) {
  ARM_TRY(const std::string_view name, TakeText(value, place));
  const auto type = inference::ParseElementType(name);
  if (!type) {
    return Fail(ErrorCode::NotOneOf,
                fmt::format("{}: there is no datatype {}", place.Pointer(), Shown(name)),
                place.Pointer(),
                "BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP32, FP64 or "
                "BYTES");
  }
  return *type;
}

// One element of `inputs`. Its values can be read once shape and datatype are known; if they come
// before, the object is gone through again up to them.
class InputReader {
 public:
  // `place` must outlive the reader.
  InputReader(const Place& place, std::size_t body_bytes)
      : place_(place), body_bytes_(body_bytes), members_(kInputFields, place) {}

  Result<NamedTensor> Read(ondemand::object object) {
    std::size_t position = 0;
    for (auto member : object) {
      ARM_TRY(const std::string_view key, Take(member.unescaped_key()));
      ARM_TRY(const ondemand::value value, Take(member.value()));
      ARM_TRY(const std::size_t known, members_.Take(key));
      ARM_CHECK(Member(known, value, position));
      ++position;
    }
    for (const std::size_t required : {kName, kShape, kDatatype, kData}) {
      ARM_CHECK(members_.Require(required));
    }
    if (!has_tensor_) {
      ARM_CHECK(ReadLateData(object));
    }
    return NamedTensor{std::move(name_), std::move(tensor_)};
  }

 private:
  // Positions in kInputFields.
  static constexpr std::size_t kName = 0;
  static constexpr std::size_t kShape = 1;
  static constexpr std::size_t kDatatype = 2;
  static constexpr std::size_t kParameters = 3;
  static constexpr std::size_t kData = 4;

  Result<void> Member(std::size_t known, ondemand::value value, std::size_t position) {
    const Place place = place_.In(kInputFields[known]);
    switch (known) {
      case kName: {
        ARM_TRY(name_, ReadName(value, place));
        return {};
      }
      case kShape: {
        ARM_TRY(shape_, ReadShape(value, place));
        return {};
      }
      case kDatatype: {
        ARM_TRY(type_, ReadType(value, place));
        return {};
      }
      case kParameters:
        return ReadParameters(value, place);
      default:
        data_at_ = position;
        return IsDescribed() ? ReadData(value) : Result<void>();
    }
  }

  bool IsDescribed() const {
    return members_.Has(kName) && members_.Has(kShape) && members_.Has(kDatatype);
  }

  Result<void> ReadData(ondemand::value value) {
    const Place place = place_.In("data");
    ARM_TRY(const ondemand::array data, TakeArray(value, place));
    ARM_TRY(tensor_, ReadTensor(data, type_, std::move(shape_), {name_, place, body_bytes_}));
    has_tensor_ = true;
    return {};
  }

  // Keys are not looked at again: the parser has memory to unescape each once.
  Result<void> ReadLateData(ondemand::object object) {
    ARM_CHECK(Take(object.reset()));
    std::size_t position = 0;
    for (auto member : object) {
      ARM_TRY(const ondemand::value value, Take(member.value()));
      if (position == data_at_) {
        return ReadData(value);
      }
      ++position;
    }
    return Unreadable();
  }

  const Place& place_;
  const std::size_t body_bytes_;
  Members<kInputFields.size()> members_;
  std::string name_;
  Shape shape_;
  ElementType type_ = ElementType::Fp32;
  inference::Tensor tensor_;
  bool has_tensor_ = false;
  std::size_t data_at_ = 0;
};

class RequestReader {
 public:
  explicit RequestReader(std::size_t body_bytes) : body_bytes_(body_bytes) {}

  Result<InferBody> Read(ondemand::object root) {
    for (auto member : root) {
      ARM_TRY(const std::string_view key, Take(member.unescaped_key()));
      ARM_TRY(const ondemand::value value, Take(member.value()));
      ARM_TRY(const std::size_t known, members_.Take(key));
      ARM_CHECK(Member(known, value));
    }
    ARM_CHECK(members_.Require(kInputs));
    return std::move(body_);
  }

 private:
  // Positions in kInferFields.
  static constexpr std::size_t kId = 0;
  static constexpr std::size_t kParameters = 1;
  static constexpr std::size_t kInputs = 2;

  Result<void> Member(std::size_t known, ondemand::value value) {
    switch (known) {
      case kId:
        return Id(value);
      case kParameters:
        return ReadParameters(value, root_.In("parameters"));
      case kInputs:
        return Inputs(value);
      default:
        return Outputs(value);
    }
  }

  Result<void> Id(ondemand::value value) {
    ARM_TRY(const std::string_view id, TakeText(value, root_.In("id")));
    if (id.size() > kMostId && CountScalars(id) > kMostId) {
      return TooLong(root_.In("id"), "maxLength", kMostId);
    }
    body_.id = id;
    return {};
  }

  Result<void> Inputs(ondemand::value value) {
    const Place place = root_.In("inputs");
    ARM_TRY(auto array, TakeArray(value, place));
    auto& inputs = body_.request.inputs;
    for (auto element : array) {
      ARM_TRY(const ondemand::value input, Take(element));
      if (inputs.size() == kMostTensors) {
        return TooLong(place, "maxItems", kMostTensors);
      }
      ARM_TRY(const ondemand::object object, TakeObject(input, place.At(inputs.size())));
      ARM_TRY(NamedTensor tensor, InputReader(place.At(inputs.size()), body_bytes_).Read(object));
      inputs.push_back(std::move(tensor));
    }
    if (inputs.empty()) {
      return Fail(ErrorCode::TooShort, "there are no inputs", place.Pointer(), "minItems 1");
    }
    return {};
  }

  Result<void> Outputs(ondemand::value value) {
    const Place place = root_.In("outputs");
    ARM_TRY(auto array, TakeArray(value, place));
    auto& outputs = body_.request.outputs;
    for (auto element : array) {
      ARM_TRY(const ondemand::value output, Take(element));
      if (outputs.size() == kMostTensors) {
        return TooLong(place, "maxItems", kMostTensors);
      }
      ARM_TRY(std::string name, Output(output, place.At(outputs.size())));
      outputs.push_back(std::move(name));
    }
    return {};
  }

  static Result<std::string> Output(ondemand::value value, const Place& place) {
    ARM_TRY(auto object, TakeObject(value, place));
    Members<kOutputFields.size()> members(kOutputFields, place);
    std::string name;
    for (auto member : object) {
      ARM_TRY(const std::string_view key, Take(member.unescaped_key()));
      ARM_TRY(const ondemand::value inner, Take(member.value()));
      ARM_TRY(const std::size_t known, members.Take(key));
      const Place inner_place = place.In(key);
      if (known == 0) {
        ARM_TRY(name, ReadName(inner, inner_place));
      } else {
        ARM_CHECK(ReadParameters(inner, inner_place));
      }
    }
    ARM_CHECK(members.Require(0));
    return name;
  }

  const std::size_t body_bytes_;
  const Place root_;
  Members<kInferFields.size()> members_{kInferFields, root_};
  InferBody body_;
};

}  // namespace

Result<InferBody> ReadInferRequest(std::string_view body) {
  JsonInput input(body);
  auto read = [&]() -> Result<InferBody> {
    ARM_TRY(const ondemand::object root, input.Root());
    ARM_TRY(InferBody request, RequestReader(body.size()).Read(root));
    ARM_CHECK(input.End());
    return request;
  }();
  return read ? std::move(read) : Fail(Explain(body, std::move(read).error()));
}

}  // namespace armillary::api
