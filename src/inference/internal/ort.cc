#include "inference/internal/ort.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace armillary::inference {
namespace {

constexpr std::array kOrtTypes = {
    ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL,   ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8,
    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16, ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32,
    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8,
    ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16,  ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32,
    ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64,  ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16,
    ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT,  ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE,
    ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING,
};

constexpr std::size_t kMostText = 300;

Result<void> Ran(OrtStatus* status) { return FromOrt(status, ErrorCode::PredictionFailed); }

Result<OrtOwned<OrtValue>> StringsToOrt(const Tensor& tensor) {
  OrtAllocator* allocator = nullptr;
  ARM_CHECK(Ran(Ort().GetAllocatorWithDefaultOptions(&allocator)));
  OrtValue* made = nullptr;
  ARM_CHECK(Ran(Ort().CreateTensorAsOrtValue(allocator, tensor.Dimensions().data(),
                                             tensor.Dimensions().size(),
                                             ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING, &made)));
  OrtOwned<OrtValue> value(made);
  const auto strings = tensor.Strings();
  for (std::size_t i = 0; i < strings.size(); ++i) {
    char* buffer = nullptr;
    ARM_CHECK(
        Ran(Ort().GetResizedStringTensorElementBuffer(value.get(), i, strings[i].size(), &buffer)));
    if (!strings[i].empty()) {
      std::memcpy(buffer, strings[i].data(), strings[i].size());
    }
  }
  return value;
}

Result<Tensor> StringsFromOrt(const OrtValue& value, Shape shape, std::size_t count) {
  std::size_t total = 0;
  ARM_CHECK(Ran(Ort().GetStringTensorDataLength(&value, &total)));
  std::string all(total, '\0');
  std::vector<std::size_t> starts(count);
  if (count != 0) {
    ARM_CHECK(Ran(Ort().GetStringTensorContent(&value, all.data(), total, starts.data(), count)));
  }
  std::vector<std::string> strings;
  strings.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = i + 1 < count ? starts[i + 1] : total;
    strings.push_back(all.substr(starts[i], end - starts[i]));
  }
  return Tensor::FromStrings(std::move(shape), std::move(strings));
}

}  // namespace

const OrtApi& Ort() {
  static const OrtApi* const kApi = OrtGetApiBase()->GetApi(ORT_API_VERSION);
  return *kApi;
}

std::string ReadableText(std::string_view message) {
  constexpr std::string_view kMark = "Status Message: ";
  if (const auto mark = message.rfind(kMark); mark != std::string_view::npos) {
    message.remove_prefix(mark + kMark.size());
  }
  std::string text;
  while (!message.empty() && text.size() < kMostText) {
    const std::string_view word = message.substr(0, message.find_first_of(" \n"));
    const bool is_path = word.find("onnxruntime") != std::string_view::npos;
    if (!is_path && !word.empty()) {
      text += (text.empty() ? "" : " ") + std::string(word);
    }
    message.remove_prefix(std::min(message.size(), word.size() + 1));
  }
  return text.substr(0, kMostText);
}

Result<void> FromOrt(OrtStatus* status, ErrorCode code) {
  if (status == nullptr) {
    return {};
  }
  std::string text = ReadableText(Ort().GetErrorMessage(status));
  Ort().ReleaseStatus(status);
  return Fail(code, std::move(text));
}

Result<OrtOwned<OrtValue>> ToOrtValue(const Tensor& tensor, const OrtMemoryInfo& memory) {
  if (tensor.Type() == ElementType::Bytes) {
    return StringsToOrt(tensor);
  }
  // The library takes the pointer as writable but only reads inputs.
  auto* bytes = const_cast<std::byte*>(tensor.RawBytes().data());
  OrtValue* made = nullptr;
  ARM_CHECK(Ran(Ort().CreateTensorWithDataAsOrtValue(
      &memory, bytes, tensor.RawBytes().size(), tensor.Dimensions().data(),
      tensor.Dimensions().size(), kOrtTypes.at(static_cast<std::size_t>(tensor.Type())), &made)));
  return OrtOwned<OrtValue>(made);
}

Result<Tensor> FromOrtValue(OrtValue& value) {
  OrtTensorTypeAndShapeInfo* raw = nullptr;
  ARM_CHECK(Ran(Ort().GetTensorTypeAndShape(&value, &raw)));
  const OrtOwned<OrtTensorTypeAndShapeInfo> about(raw);
  ONNXTensorElementDataType ort_type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
  std::size_t rank = 0;
  ARM_CHECK(Ran(Ort().GetTensorElementType(about.get(), &ort_type)));
  ARM_CHECK(Ran(Ort().GetDimensionsCount(about.get(), &rank)));
  Shape shape(rank);
  ARM_CHECK(Ran(Ort().GetDimensions(about.get(), shape.data(), rank)));
  const auto* found = std::ranges::find(kOrtTypes, ort_type);
  if (found == kOrtTypes.end()) {
    return Fail(ErrorCode::PredictionFailed, "the model gave a tensor of an unsupported type");
  }
  const auto type = static_cast<ElementType>(found - kOrtTypes.begin());
  if (type == ElementType::Bytes) {
    ARM_TRY(const std::size_t count, ElementCount(shape));
    return StringsFromOrt(value, std::move(shape), count);
  }
  void* data = nullptr;
  ARM_CHECK(Ran(Ort().GetTensorMutableData(&value, &data)));
  ARM_TRY(Tensor tensor, Tensor::Make(type, std::move(shape)));
  if (const auto into = tensor.RawBytes(); !into.empty()) {
    std::memcpy(into.data(), data, into.size());
  }
  return tensor;
}

}  // namespace armillary::inference
