#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/records_json.h"
#include "base/result.h"
#include "serving/records.h"

namespace armillary::api {

// All that PredictResponse of the contract says.
struct RecordsAnswer {
  std::string_view model;
  std::int64_t version;
  std::string_view request_id;
  PredictOptions options;
  const serving::RecordAnswers& answers;
  const std::vector<std::string>& missing_columns;
  const std::vector<std::string>& unknown_columns;
  std::size_t most_bytes;
};

// The body of the answer. A regression's value that is not finite is null. Fails with TooManyRows,
// before it takes memory, if the answer may be longer than `most_bytes`; with PredictionFailed for
// a probability that is not finite and for a label that is not UTF-8.
Result<std::string> WriteRecordsAnswer(const RecordsAnswer& answer);

}  // namespace armillary::api
