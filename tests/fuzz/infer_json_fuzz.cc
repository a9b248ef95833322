// Any bytes as a request of the Open Inference Protocol. What is read, written as an answer and
// read again must be the same.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/infer_answer.h"
#include "api/infer_json.h"
#include "api/testing/padded.h"
#include "base/assert.h"
#include "base/json.h"
#include "judge.h"

namespace {

using armillary::api::InferBody;
using armillary::api::Padded;
using armillary::inference::ElementType;
using armillary::inference::Tensor;

// Numbers as bytes; all that is NaN counts as one, since JSON has null for it.
std::string BytesOf(const Tensor& tensor) {
  const auto raw = tensor.RawBytes();
  std::string bytes(reinterpret_cast<const char*>(raw.data()), raw.size());
  const auto forget_nan = [&]<class T>(T) {
    for (std::size_t i = 0; i < tensor.Count(); ++i) {
      const T value = tensor.Values<T>()[i];
      if (value != value) {
        bytes.replace(i * sizeof(T), sizeof(T), sizeof(T), '?');
      }
    }
  };
  if (tensor.Type() == ElementType::Fp32) {
    forget_nan(float{});
  } else if (tensor.Type() == ElementType::Fp64) {
    forget_nan(double{});
  }
  return bytes;
}

bool AreEqual(const Tensor& left, const Tensor& right) {
  const auto texts = left.Strings();
  return left.Type() == right.Type() && left.Dimensions() == right.Dimensions() &&
         BytesOf(left) == BytesOf(right) && std::ranges::equal(texts, right.Strings());
}

void CheckRoundTrip(const InferBody& body) {
  const auto& inputs = body.request.inputs;
  const auto answer = armillary::api::WriteInferAnswer(
      {.model = "m", .version = 1, .id = body.id, .outputs = inputs, .most_bytes = SIZE_MAX});
  ARM_ASSERT(answer.has_value());
  ARM_ASSERT(armillary::ParseJson(*answer).has_value());
  constexpr std::string_view kOutputs = ",\"outputs\":[";
  const auto begin = answer->find(kOutputs) + kOutputs.size() - 1;
  const Padded again("{\"inputs\":" + answer->substr(begin));
  const auto reread = armillary::api::ReadInferRequest(again.Body());
  ARM_ASSERT(reread.has_value() && reread->request.inputs.size() == inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    ARM_ASSERT(reread->request.inputs[i].name == inputs[i].name);
    ARM_ASSERT(AreEqual(reread->request.inputs[i].tensor, inputs[i].tensor));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Padded padded({reinterpret_cast<const char*>(data), size});
  const auto read = armillary::api::ReadInferRequest(padded.Body());
  const armillary::Judge judge(padded.Body());

  ARM_ASSERT(!judge.is_none || !read);
  if (!read) {
    const armillary::Error& error = read.error();
    ARM_ASSERT(error.code != armillary::ErrorCode::InvalidJson || !judge.is_json);
    ARM_ASSERT(error.field.size() + error.message.size() < 20'000);
    return 0;
  }
  // An id may spell the place where the outputs begin.
  if (!read->id) {
    CheckRoundTrip(*read);
  }
  return 0;
}
