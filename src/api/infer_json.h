#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "serving/predict.h"

namespace armillary::api {

// A request of the Open Inference Protocol in JSON.
struct InferBody {
  std::optional<std::string> id = {};  // The caller's, for the answer.
  serving::InferRequest request = {};
};

// Reads InferRequest of the contract. Values come flat or nested as the shape says; null in FP32
// and FP64 is NaN. Parameters are looked at and ignored.
//
// Fails with InvalidUtf8, InvalidJson, TooDeep, DuplicateKey, UnknownField, MissingField,
// WrongType, NotOneOf, TooShort, TooLong or OutOfRange for its form; with TensorTypeMismatch for
// FP16, which JSON cannot carry; with TensorShapeMismatch if there are more or fewer values than
// the shape says; with TensorValueInvalid for a value that the datatype does not hold. Messages
// name the tensor. After `body` come net::kBodyPadding readable bytes.
Result<InferBody> ReadInferRequest(std::string_view body);

}  // namespace armillary::api
