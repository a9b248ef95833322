#pragma once

#include <atomic>
#include <chrono>

#include "base/clock.h"
#include "base/monotonic_clock.h"

namespace armillary {

// Starts at 2026-01-01T00:00:00Z and moves only when told.
class FakeClock : public Clock, public MonotonicClock {
 public:
  TimePoint Now() const override { return TimePoint{std::chrono::milliseconds{now_.load()}}; }
  std::chrono::nanoseconds Elapsed() const override {
    return std::chrono::milliseconds{elapsed_.load()};
  }

  void Advance(std::chrono::milliseconds by) {
    now_ += by.count();
    elapsed_ += by.count();
  }
  // What an operator, or a time server, may do to a machine.
  void SetBack(std::chrono::milliseconds by) { now_ -= by.count(); }

 private:
  std::atomic<std::int64_t> now_{1767225600000};
  std::atomic<std::int64_t> elapsed_{0};
};

}  // namespace armillary
