#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/guarded.h"

namespace armillary::tenancy {

// Keeps attempts to so many a minute for each key, such as an address or a principal; a minute's
// worth may come at once. Remembers a bounded number of keys: where there are more, one of them
// begins anew. Thread-safe.
class AttemptRate {
 public:
  static constexpr std::size_t kMostKeys = 10'000;

  // `per_minute` is 1 or more.
  explicit AttemptRate(std::int64_t per_minute);

  // Counts one more attempt if it fits, and says how long to wait if it does not: 0 if it did.
  std::chrono::milliseconds Take(const std::string& key, TimePoint now);

 private:
  using Dues = std::unordered_map<std::string, TimePoint>;

  static void MakeRoom(Dues& dues, TimePoint now);

  const std::chrono::milliseconds step_;
  const std::chrono::milliseconds burst_;
  Guarded<Dues> dues_;  // When all that a key took is paid back.
};

}  // namespace armillary::tenancy
