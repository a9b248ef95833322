#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// Who can be asking: a person or a program, of one tenant.
struct Principal {
  PrincipalId id = {};
  std::string name = {};
  PrincipalKind kind = PrincipalKind::User;
  Role role = Role::Viewer;
  std::optional<std::string> manager = {};  // The name of a principal of the same tenant.
  TimePoint created_at = {};

  bool operator==(const Principal&) const = default;
};

struct PrincipalDraft {
  std::string name;
  PrincipalKind kind = PrincipalKind::User;
  Role role = Role::Viewer;
  std::optional<std::string> manager = {};
};

// Fails with RoleNotGrantable if the principal behind `access` may not give `role` in the tenant
// that the access is to.
Result<void> CheckGivable(const Access& access, Role role);

}  // namespace armillary::tenancy
