#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/result.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// How much a tenant may have and ask.
struct QuotaLimits {
  std::int64_t models = 100'000;
  std::int64_t versions = 1'000'000;
  std::int64_t stored_bytes = 107'374'182'400;
  std::int64_t principals = 10'000;
  std::int64_t tokens = 10'000;  // That are active.
  std::int64_t requests_per_second = 100'000;

  bool operator==(const QuotaLimits&) const = default;
};

// How much it has.
struct Usage {
  std::int64_t models = 0;
  std::int64_t versions = 0;
  std::int64_t stored_bytes = 0;
  std::int64_t principals = 0;
  std::int64_t tokens = 0;

  bool operator==(const Usage&) const = default;
};

// The limits of a tenant and what it uses; the defaults, revision 0, until somebody sets them.
struct Quotas {
  QuotaLimits limits;
  Usage used;
  TimePoint updated_at;
  std::int64_t revision = 0;  // Its ETag.

  bool operator==(const Quotas&) const = default;
};

// Fails with OutOfRange, naming the field.
Result<void> CheckQuotaLimits(const QuotaLimits& limits);

// Fails with QuotaExceeded, naming the limit, if `more` of `what` does not fit beside `used`.
Result<void> CheckRoom(std::int64_t used, std::int64_t more, std::int64_t limit,
                       std::string_view what);

}  // namespace armillary::tenancy
