#pragma once

#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/principal.h"

namespace armillary::tenancy {

// Adds a principal to the tenant that `access` is in, with its audit event, within the quota. The
// tenant is locked (LockAuditedTenant). Fails with QuotaExceeded, AlreadyExists, or NotFound on the
// field manager.
Result<void> AddPrincipal(metadata::Transaction& transaction, const Access& access,
                          const Call& call, const Principal& principal);

}  // namespace armillary::tenancy
