#pragma once

#include <memory>
#include <onnxruntime_c_api.h>
#include <string>
#include <string_view>

#include "base/result.h"
#include "inference/tensor.h"

namespace armillary::inference {

// The library's table of functions.
const OrtApi& Ort();

// Frees what the library made.
struct OrtRelease {
  void operator()(OrtEnv* each) const { Ort().ReleaseEnv(each); }
  void operator()(OrtMemoryInfo* each) const { Ort().ReleaseMemoryInfo(each); }
  void operator()(OrtSessionOptions* each) const { Ort().ReleaseSessionOptions(each); }
  void operator()(OrtSession* each) const { Ort().ReleaseSession(each); }
  void operator()(OrtRunOptions* each) const { Ort().ReleaseRunOptions(each); }
  void operator()(OrtValue* each) const { Ort().ReleaseValue(each); }
  void operator()(OrtTensorTypeAndShapeInfo* each) const {
    Ort().ReleaseTensorTypeAndShapeInfo(each);
  }
};

template <class T>
using OrtOwned = std::unique_ptr<T, OrtRelease>;

// What the library says, without the paths of its build.
std::string ReadableText(std::string_view message);

// The library's outcome as ours; `code` says what the failure is to the caller. Frees `status`.
Result<void> FromOrt(OrtStatus* status, ErrorCode code);

// A tensor as the library's value; numbers stay in `tensor`, which must outlive the value.
Result<OrtOwned<OrtValue>> ToOrtValue(const Tensor& tensor, const OrtMemoryInfo& memory);
// A copy of the library's value. Fails with PredictionFailed if it is no tensor.
Result<Tensor> FromOrtValue(OrtValue& value);

}  // namespace armillary::inference
