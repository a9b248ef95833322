#pragma once

#include <atomic>
#include <chrono>

#include "base/clock.h"

namespace armillary {

// Starts at 2026-01-01T00:00:00Z and moves only when told.
class FakeClock : public Clock {
 public:
  TimePoint Now() const override { return TimePoint{std::chrono::milliseconds{now_.load()}}; }
  void Advance(std::chrono::milliseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_{1767225600000};
};

}  // namespace armillary
