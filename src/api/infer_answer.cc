#include "api/infer_answer.h"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>

#include "api/internal/json_output.h"
#include "base/names.h"

namespace armillary::api {
namespace {

using inference::ElementType;
using inference::NamedTensor;
using inference::Tensor;

// Of what is the same in every answer, and around the values of every output.
constexpr std::string_view kInferFrame =
    R"({"model_name":,"model_version":"-9223372036854775808","id":,"outputs":[]})";
constexpr std::string_view kOutput = R"(,{"name":,"shape":[],"datatype":"UINT64","data":[]})";

template <class T>
Result<void> AppendNumbers(std::string& out, std::span<const T> numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) {
      out += ',';
    }
    AppendNumber(out, numbers[i]);
  }
  return {};
}

Result<void> AppendTruths(std::string& out, std::span<const bool> truths) {
  for (std::size_t i = 0; i < truths.size(); ++i) {
    out += i > 0 ? "," : "";
    out += truths[i] ? "true" : "false";
  }
  return {};
}

Result<void> AppendStrings(std::string& out, const NamedTensor& output) {
  const auto strings = output.tensor.Strings();
  for (std::size_t i = 0; i < strings.size(); ++i) {
    if (!IsUtf8(strings[i])) {
      return Fail(ErrorCode::PredictionFailed,
                  fmt::format("value {} of the output {} is not UTF-8", i, output.name));
    }
    out += i > 0 ? "," : "";
    AppendText(out, strings[i]);
  }
  return {};
}

Result<void> AppendValues(std::string& out, const NamedTensor& output) {
  const Tensor& tensor = output.tensor;
  switch (tensor.Type()) {
    case ElementType::Bool:
      return AppendTruths(out, tensor.Values<bool>());
    case ElementType::Uint8:
      return AppendNumbers(out, tensor.Values<std::uint8_t>());
    case ElementType::Uint16:
      return AppendNumbers(out, tensor.Values<std::uint16_t>());
    case ElementType::Uint32:
      return AppendNumbers(out, tensor.Values<std::uint32_t>());
    case ElementType::Uint64:
      return AppendNumbers(out, tensor.Values<std::uint64_t>());
    case ElementType::Int8:
      return AppendNumbers(out, tensor.Values<std::int8_t>());
    case ElementType::Int16:
      return AppendNumbers(out, tensor.Values<std::int16_t>());
    case ElementType::Int32:
      return AppendNumbers(out, tensor.Values<std::int32_t>());
    case ElementType::Int64:
      return AppendNumbers(out, tensor.Values<std::int64_t>());
    case ElementType::Fp32:
      return AppendNumbers(out, tensor.Values<float>());
    case ElementType::Fp64:
      return AppendNumbers(out, tensor.Values<double>());
    case ElementType::Bytes:
      return AppendStrings(out, output);
    case ElementType::Fp16:
      break;
  }
  return Fail(ErrorCode::Unimplemented,
              fmt::format("the output {} is FP16, which JSON cannot carry; ask for others in "
                          "`outputs`",
                          output.name));
}

void AppendShape(std::string& out, const inference::Shape& shape) {
  out += '[';
  for (std::size_t i = 0; i < shape.size(); ++i) {
    out += i > 0 ? "," : "";
    AppendNumber(out, shape[i]);
  }
  out += ']';
}

Result<void> AppendOutput(std::string& out, const NamedTensor& output) {
  out += R"({"name":)";
  AppendText(out, output.name);
  out += R"(,"shape":)";
  AppendShape(out, output.tensor.Dimensions());
  out += R"(,"datatype":")";
  out += inference::ElementTypeName(output.tensor.Type());
  out += R"(","data":[)";
  ARM_CHECK(AppendValues(out, output));
  out += "]}";
  return {};
}

// The most that a value takes, with its comma; of text only the comma.
std::size_t MostValueBytes(ElementType type) {
  switch (type) {
    case ElementType::Bytes:
      return 1;
    case ElementType::Fp32:
      return 1 + MostNumberBytes<float>();
    case ElementType::Fp64:
      return 1 + MostNumberBytes<double>();
    default:
      return 1 + std::min(MostNumberBytes<std::uint64_t>(), 2 + 3 * inference::ElementSize(type));
  }
}

std::size_t MostBytes(const InferAnswer& answer) {
  std::size_t bytes = kInferFrame.size() + TextBytes(answer.model);
  bytes += answer.id ? TextBytes(*answer.id) : 0;
  for (const NamedTensor& output : answer.outputs) {
    const Tensor& tensor = output.tensor;
    bytes +=
        kOutput.size() + TextBytes(output.name) + tensor.Count() * MostValueBytes(tensor.Type());
    bytes += tensor.Dimensions().size() * (1 + MostNumberBytes<std::int64_t>());
    for (const std::string& text : tensor.Strings()) {
      bytes += TextBytes(text);
    }
  }
  return bytes;
}

}  // namespace

Result<std::string> WriteInferAnswer(const InferAnswer& answer) {
  const std::size_t most = MostBytes(answer);
  ARM_CHECK(CheckAnswerBytes(most, answer.most_bytes, "inputs"));
  std::string out;
  out.reserve(most);
  out += R"({"model_name":)";
  AppendText(out, answer.model);
  out += R"(,"model_version":")";
  AppendNumber(out, answer.version);
  out += '"';
  if (answer.id) {
    out += R"(,"id":)";
    AppendText(out, *answer.id);
  }
  out += R"(,"outputs":[)";
  for (std::size_t i = 0; i < answer.outputs.size(); ++i) {
    out += i > 0 ? "," : "";
    ARM_CHECK(AppendOutput(out, answer.outputs[i]));
  }
  out += "]}";
  return out;
}

void AppendSpecs(std::string& out, std::span<const inference::TensorSpec> specs) {
  out += '[';
  for (std::size_t i = 0; i < specs.size(); ++i) {
    out += i > 0 ? R"(,{"name":)" : R"({"name":)";
    AppendText(out, specs[i].name);
    out += R"(,"datatype":")";
    out += inference::ElementTypeName(specs[i].type);
    out += R"(","shape":)";
    AppendShape(out, specs[i].shape);
    out += '}';
  }
  out += ']';
}

}  // namespace armillary::api
