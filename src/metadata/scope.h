#pragma once

#include <utility>

#include "base/id.h"

namespace armillary::tenancy {
class Access;
}
namespace armillary::app {
class SystemAuthority;
}

namespace armillary::metadata {

// The right to touch one tenant's rows. Only an authorised principal yields it, so a store that
// takes a scope cannot be called for a tenant that nobody was let into.
class TenantScope {
 public:
  const TenantId& Tenant() const { return tenant_; }

 private:
  friend class armillary::tenancy::Access;
  friend class TestScopes;
  explicit TenantScope(TenantId tenant) : tenant_(std::move(tenant)) {}

  TenantId tenant_;
};

// The right to touch the rows of all tenants: for what the platform does by itself (sign-in
// snapshots, the deployment feed, sweeps, backups). Only app can make one.
class SystemScope {
 private:
  friend class armillary::app::SystemAuthority;
  friend class TestScopes;
  SystemScope() = default;
};

}  // namespace armillary::metadata
