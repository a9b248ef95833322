#pragma once

#include "base/id.h"
#include "base/result.h"
#include "tenancy/identity.h"
#include "tenancy/role.h"

namespace armillary::tenancy {

// How far `who` reaches with `permission` in `tenant` and `environment`, both of which exist. The
// tenant, its state, the environment and the role are looked at in this order, and the first that
// refuses answers: NotFound, TenantSuspended or TenantBeingDeleted, PermissionDenied. Pure.
Result<Reach> Decide(const Identity& who, const TenantRecord& tenant,
                     const EnvironmentName& environment, Permission permission);

// What another tenant and one that does not exist are answered: no name, so nothing to compare.
Error NothingHere();

}  // namespace armillary::tenancy
