#pragma once

#include <atomic>
#include <string_view>

namespace armillary {

namespace crash_point_detail {
inline constinit std::atomic<bool> armed{false};
void Reach(std::string_view name, std::string_view detail);
}  // namespace crash_point_detail

// Marks a place just before the disk changes (a write, sync, rename, removal or commit) or where a
// migration begins or ends. `name` is the call, such as "file.rename", `detail` what it is about.
//
// Costs one relaxed load, unless the environment of the process asks for more when it starts:
// ARMILLARY_CRASH_LOG names a file that gets one line "<number> <name> <detail>" for each point,
// before the call; ARMILLARY_CRASH_AT=n kills the process with SIGKILL at its n-th point, the
// first being 1, instead of the call. Thread-safe.
inline void CrashPoint(std::string_view name, std::string_view detail = {}) {
  if (crash_point_detail::armed.load(std::memory_order_relaxed)) [[unlikely]] {
    crash_point_detail::Reach(name, detail);
  }
}

}  // namespace armillary
