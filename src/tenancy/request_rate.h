#pragma once

#include <cstdint>

#include "base/clock.h"

namespace armillary::tenancy {

// Keeps requests to so many a second, of which one second's worth may come at once: the generic
// cell rate algorithm (ITU-T I.371, as a virtual schedule). A clock that jumps back refuses for at
// most a second. For one thread at a time.
class RequestRate {
 public:
  // Counts one more request at `now` if it fits, and says whether it did. `per_second` is 1 or more
  // and may change from call to call.
  bool Take(TimePoint now, std::int64_t per_second);

 private:
  std::int64_t due_nanos_ = 0;  // When all that was taken is paid back.
};

}  // namespace armillary::tenancy
