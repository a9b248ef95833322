#pragma once

#include <string_view>

#include "base/result.h"
#include "serving/records.h"

namespace armillary::api {

// What a prediction's caller wants beside the rows.
struct PredictOptions {
  bool probabilities = true;
};

// Reads the body of a prediction (PredictRequest of the contract) into `batch`, cell by cell. With
// null it only holds the body to the contract, for a model that is not there.
//
// Fails with InvalidUtf8, InvalidJson, TooDeep, DuplicateKey, UnknownField, MissingField, WrongType
// or TooShort; with DuplicateColumn for a key that a record has twice; as RecordBatch does. The
// field is a JSON pointer into the body. After `body` come net::kBodyPadding readable bytes.
Result<PredictOptions> ReadRecords(std::string_view body, serving::RecordBatch* batch);

}  // namespace armillary::api
