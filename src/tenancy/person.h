#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"

namespace armillary::tenancy {

using PersonId = Id<struct PersonTag>;

// Who vouches for the people that a server knows by itself: they sign in by one-time links.
inline constexpr std::string_view kLocalIssuer = "local";

// A human being, or a machine, known by `subject` to `issuer`. Each tenant that lets them in has a
// principal of theirs, at most one.
struct Person {
  PersonId id = {};
  std::string issuer = {};
  std::string subject = {};
  std::string name = {};
  std::optional<std::string> email = {};
  TimePoint created_at = {};
  std::optional<TimePoint> disabled_at = {};
  // Since when the issuer does not vouch for them any more; signing in again ends it.
  std::optional<TimePoint> withdrawn_at = {};

  bool operator==(const Person&) const = default;
};

}  // namespace armillary::tenancy
