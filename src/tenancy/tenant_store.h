#pragma once

#include <optional>

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/tenant.h"

namespace armillary::tenancy {

// The rows of tenants, a table of the platform: the scope says who asks, not which rows. Lives as
// long as the transaction.
class TenantStore {
 public:
  explicit TenantStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  Result<void> Insert(const metadata::TenantScope& scope, const Tenant& tenant);
  Result<std::optional<Tenant>> Find(const metadata::TenantScope& scope, const TenantId& id);
  // The house; makes it of `draft` where it is not there yet.
  Result<Tenant> FindOrInsertHouse(const metadata::SystemScope& scope, const Tenant& draft);
  Result<void> Update(const metadata::TenantScope& scope, const Tenant& tenant);

  Result<Page<Tenant>> List(const metadata::TenantScope& scope, const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
