#include "base/crash_point.h"

#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "base/assert.h"
#include "base/guarded.h"

namespace armillary {
namespace {

struct Plan {
  std::uint64_t reached = 0;
  std::uint64_t crash_at = 0;
  int log = -1;
};

std::uint64_t CrashAt() {
  const char* const text = std::getenv("ARMILLARY_CRASH_AT");
  std::uint64_t number = 0;
  if (text != nullptr) {
    const std::string_view digits(text);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  }
  return number;
}

int OpenLog() {
  const char* const path = std::getenv("ARMILLARY_CRASH_LOG");
  return path == nullptr ? -1 : ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

Guarded<Plan>& ThePlan() {
  static Guarded<Plan> plan(Plan{.crash_at = CrashAt(), .log = OpenLog()});
  return plan;
}

// Runs before main; nothing changes the disk earlier.
[[maybe_unused]] const bool kArmed = [] {
  const bool asked =
      ThePlan().With([](const Plan& plan) { return plan.crash_at != 0 || plan.log >= 0; });
  crash_point_detail::armed.store(asked);
  return asked;
}();

}  // namespace

namespace crash_point_detail {

void Reach(std::string_view name, std::string_view detail) {
  ThePlan().With([&](Plan& plan) {
    ++plan.reached;
    if (plan.log >= 0) {
      const std::string line =
          std::to_string(plan.reached) + " " + std::string(name) + " " + std::string(detail) + "\n";
      ARM_ASSERT(::write(plan.log, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    }
    if (plan.reached == plan.crash_at) {
      ::kill(::getpid(), SIGKILL);
      ::pause();  // The signal may reach another thread first; the call must not happen.
    }
  });
}

}  // namespace crash_point_detail
}  // namespace armillary
