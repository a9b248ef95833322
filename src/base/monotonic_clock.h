#pragma once

#include <chrono>

namespace armillary {

// Measures how long something lasts: it never goes back and never jumps, whatever is done to the
// machine's clock. Thread-safe.
class MonotonicClock {
 public:
  virtual ~MonotonicClock() = default;

  // Since a moment that means nothing.
  virtual std::chrono::nanoseconds Elapsed() const = 0;
};

class SteadyClock : public MonotonicClock {
 public:
  std::chrono::nanoseconds Elapsed() const override {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
};

}  // namespace armillary
