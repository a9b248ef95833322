#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"

namespace armillary::tenancy {

// Which state an edit may change: one revision, or any (`If-Match: *`).
struct IfMatch {
  std::optional<std::int64_t> revision = {};

  // Fails with PreconditionFailed.
  Result<void> Check(std::int64_t present) const {
    if (revision && *revision != present) {
      return Fail(ErrorCode::PreconditionFailed, "the object has changed since it was read",
                  "If-Match");
    }
    return {};
  }
};

}  // namespace armillary::tenancy
