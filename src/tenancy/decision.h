#pragma once

#include "base/id.h"
#include "base/result.h"
#include "tenancy/identity.h"
#include "tenancy/role.h"

namespace armillary::tenancy {

// The decisions of authorisation, apart from the knowledge which tenants and environments exist.
// They are asked in this order, and the first that refuses answers. Pure.

// Fails with NotFound where `who` is a stranger to `tenant`, or with TenantSuspended or
// TenantBeingDeleted where its state forbids `permission`.
Result<void> CheckTenant(const Identity& who, const TenantRecord& tenant, Permission permission);

// How far `who` reaches with `permission` in `environment`. Fails with PermissionDenied.
Result<Reach> CheckRole(const Identity& who, const EnvironmentName& environment,
                        Permission permission);

// Both.
bool WouldAllow(const Identity& who, const TenantRecord& tenant, const EnvironmentName& environment,
                Permission permission);

// What another tenant and one that does not exist are answered: no name, so nothing to compare.
Error NothingHere();

}  // namespace armillary::tenancy
