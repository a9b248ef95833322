#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary {

// Milliseconds since 1970 in UTC, as stored and as shown.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

// The only source of time, so that tests and simulations can set it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint Now() const = 0;
};

class SystemClock : public Clock {
 public:
  TimePoint Now() const override;
};

inline std::int64_t ToMillis(TimePoint time) { return time.time_since_epoch().count(); }
inline TimePoint FromMillis(std::int64_t millis) {
  return TimePoint{std::chrono::milliseconds{millis}};
}

// RFC 3339 in UTC with milliseconds: 2026-11-24T10:00:00.000Z.
std::string FormatTime(TimePoint time);

// Accepts RFC 3339 with any offset and up to nine decimals. Fails with InvalidFormat.
Result<TimePoint> ParseTime(std::string_view text);

}  // namespace armillary
