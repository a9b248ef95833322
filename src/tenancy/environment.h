#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

inline constexpr std::string_view kResearch = "research";
inline constexpr std::string_view kStaging = "staging";
inline constexpr std::string_view kProduction = "production";

// A rung of the ladder that a version climbs; 1 is the lowest.
struct Environment {
  EnvironmentName name;
  std::int64_t rung = 1;

  bool operator==(const Environment&) const = default;
};

// What the principal behind `access` may do in `environment` now.
std::vector<Permission> CanWith(const Access& access, const Environment& environment);

}  // namespace armillary::tenancy
