#pragma once

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/if_match.h"
#include "tenancy/tenant.h"

namespace armillary::tenancy {

// The tenants of the platform. Thread-safe.
class TenantService {
 public:
  // All must outlive the service.
  TenantService(metadata::Database& database, Directory& directory, const Clock& clock,
                Random& random);

  // TenantsCreate. Fails with AlreadyExists and as CheckTenantDraft.
  Result<Tenant> Create(const Access& access, const Call& call, const TenantDraft& draft);

  // TenantsGet: the tenant that the access is to.
  Result<Tenant> Get(const Access& access) const;

  // TenantsList: all of them, in every state.
  Result<Page<Tenant>> List(const Access& access, const ListRequest& request) const;

  // TenantsUpdate, on the tenant that the access is to; its tokens know at once, other processes
  // within a second. Fails with PreconditionFailed and as CheckTenantEdit.
  Result<Tenant> Update(const Access& access, const Call& call, const TenantEdit& edit,
                        const IfMatch& if_match);

 private:
  metadata::Database& database_;
  Directory& directory_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace armillary::tenancy
