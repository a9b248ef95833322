#pragma once

#include "base/id.h"
#include "tenancy/identity.h"
#include "tenancy/role.h"

namespace armillary::tenancy {

// The entries of the policy that are about where a principal stands; those about what its role
// reaches and gives are in role.h. Pure tables: decision.cc and the services ask them, and
// tests/mutants turns each entry round to see that a test notices.

// May an operator step into another tenant with `permission`? For every other it is a stranger.
bool OperatorCrosses(Permission permission);

// Does `permission` stay open to a principal of role `role` in a tenant of that state?
bool StaysOpen(TenantState state, Role role, Permission permission);

// Does `permission` reach from the token's environment into another?
bool CrossesEnvironments(Role role, Permission permission);

// Does `permission`, where it is granted, still need a promotion in `environment`?
bool NeedsPromotion(const EnvironmentName& environment, Permission permission);

bool GivenInHouseOnly(Role role);

}  // namespace armillary::tenancy
