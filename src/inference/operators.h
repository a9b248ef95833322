#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace armillary::inference {

// An operator that may run in the server's own process: it has no subgraph, reads no file, and its
// memory is bounded by its inputs.
struct AllowedOperator {
  std::string_view domain;  // Empty: ai.onnx.
  std::string_view type;
};

std::span<const AllowedOperator> AllowedOperators();

// Fails with ModelOperatorNotAllowed, naming the operator and what to do instead.
Result<void> CheckOperator(std::string_view domain, std::string_view type);

// Fails with ModelInvalid for a domain, or a version of its operator set, that the runtime does not
// have.
Result<void> CheckOpset(std::string_view domain, std::int64_t version);

}  // namespace armillary::inference
