#include "tenancy/request_rate.h"

#include <algorithm>

namespace armillary::tenancy {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

bool RequestRate::Take(TimePoint now, std::int64_t per_second) {
  const std::int64_t now_nanos = ToMillis(now) * 1'000'000;
  const std::int64_t step = std::max<std::int64_t>(1, kSecond / per_second);
  due_nanos_ = std::clamp(due_nanos_, now_nanos, now_nanos + kSecond);
  if (due_nanos_ + step > now_nanos + kSecond) {
    return false;
  }
  due_nanos_ += step;
  return true;
}

}  // namespace armillary::tenancy
