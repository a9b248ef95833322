#include "tenancy/attempt_rate.h"

#include <algorithm>

namespace armillary::tenancy {
namespace {

constexpr std::chrono::milliseconds kMinute{60'000};

}  // namespace

AttemptRate::AttemptRate(std::int64_t per_minute)
    : step_(std::max<std::int64_t>(1, kMinute.count() / per_minute)), burst_(step_ * per_minute) {}

void AttemptRate::MakeRoom(Dues& dues, TimePoint now) {
  if (dues.size() < kMostKeys) {
    return;
  }
  std::erase_if(dues, [&](const auto& entry) { return entry.second <= now; });
  if (dues.size() >= kMostKeys) {
    dues.erase(dues.begin());
  }
}

std::chrono::milliseconds AttemptRate::Take(const std::string& key, TimePoint now) {
  return dues_.With([&](Dues& dues) {
    if (!dues.contains(key)) {
      MakeRoom(dues, now);
    }
    TimePoint& due = dues.try_emplace(key, now).first->second;
    due = std::clamp(due, now, now + burst_);  // However far the clock went back.
    if (due + step_ > now + burst_) {
      return due + step_ - now - burst_;
    }
    due += step_;
    return std::chrono::milliseconds(0);
  });
}

}  // namespace armillary::tenancy
