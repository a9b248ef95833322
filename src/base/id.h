#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/random.h"

namespace armillary {

// A string that cannot be mistaken for another kind of id.
template <class Tag>
struct Id {
  std::string value;

  auto operator<=>(const Id&) const = default;
};

using TenantId = Id<struct TenantTag>;
using PrincipalId = Id<struct PrincipalTag>;
using TokenId = Id<struct TokenTag>;
using TeamId = Id<struct TeamTag>;
using ModelId = Id<struct ModelTag>;
using VersionId = Id<struct VersionTag>;
using DeploymentId = Id<struct DeploymentTag>;
using RequestId = Id<struct RequestTag>;

// A name within a grammar of base/names.h, which says who else must not be mistaken for it.
using TenantName = Id<struct TenantNameTag>;
using EnvironmentName = Id<struct EnvironmentNameTag>;
using ModelName = Id<struct ModelNameTag>;

// 26 characters of lower-case Crockford base 32: 48 bits of milliseconds, then 80 random bits, so
// that ids sort by the time of their making (the ULID layout).
std::string NewId(const Clock& clock, Random& random);

}  // namespace armillary

template <class Tag>
struct std::hash<armillary::Id<Tag>> {
  std::size_t operator()(const armillary::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
