#include "tenancy/quota.h"

#include <array>
#include <string>

namespace armillary::tenancy {
namespace {

struct Range {
  std::string_view field;
  std::int64_t QuotaLimits::* value;
  std::int64_t least;
  std::int64_t most;
};

constexpr std::array<Range, 6> kRanges{{
    {"models", &QuotaLimits::models, 0, 10'000'000},
    {"versions", &QuotaLimits::versions, 0, 100'000'000},
    {"stored_bytes", &QuotaLimits::stored_bytes, 0, 9'007'199'254'740'991},
    {"principals", &QuotaLimits::principals, 0, 1'000'000},
    {"tokens", &QuotaLimits::tokens, 0, 1'000'000},
    {"requests_per_second", &QuotaLimits::requests_per_second, 1, 1'000'000},
}};

}  // namespace

Result<void> CheckQuotaLimits(const QuotaLimits& limits) {
  for (const Range& range : kRanges) {
    const std::int64_t value = limits.*range.value;
    if (value < range.least || value > range.most) {
      return Fail(ErrorCode::OutOfRange, "the limit is out of range", std::string(range.field),
                  std::to_string(range.least) + " to " + std::to_string(range.most));
    }
  }
  return {};
}

Result<void> CheckRoom(std::int64_t used, std::int64_t more, std::int64_t limit,
                       std::string_view what) {
  if (more <= 0 || (used <= limit && more <= limit - used)) {
    return {};
  }
  return Fail(ErrorCode::QuotaExceeded,
              "the tenant's quota of " + std::string(what) + " is " + std::to_string(limit),
              std::string(what), "at most " + std::to_string(limit));
}

}  // namespace armillary::tenancy
