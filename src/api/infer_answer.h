#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "inference/tensor.h"

namespace armillary::api {

// All that InferResponse of the contract says.
struct InferAnswer {
  std::string_view model;
  std::int64_t version;
  const std::optional<std::string>& id;
  std::span<const inference::NamedTensor> outputs;
  std::size_t most_bytes;
};

// The body of the answer, values flat; a number that is not finite is null. Fails with TooManyRows,
// before it takes memory, if the answer may be longer than `most_bytes`; with PredictionFailed for
// text that is not UTF-8; with Unimplemented for FP16.
Result<std::string> WriteInferAnswer(const InferAnswer& answer);

// [{"name":"tenure","datatype":"FP32","shape":[-1,1]}], as metadata has it.
void AppendSpecs(std::string& out, std::span<const inference::TensorSpec> specs);

}  // namespace armillary::api
