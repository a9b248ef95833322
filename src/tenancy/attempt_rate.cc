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
    const auto found = dues.find(key);
    const TimePoint due = found == dues.end() ? now : std::clamp(found->second, now, now + burst_);
    if (due + step_ > now + burst_) {
      return due + step_ - now - burst_;
    }
    if (found == dues.end()) {
      MakeRoom(dues, now);
    }
    dues[key] = due + step_;
    return std::chrono::milliseconds(0);
  });
}

}  // namespace armillary::tenancy
