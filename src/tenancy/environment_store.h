#pragma once

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/environment.h"

namespace armillary::tenancy {

// The rows of environments, a table of the platform: the scope says who asks, not which rows. Lives
// as long as the transaction.
class EnvironmentStore {
 public:
  explicit EnvironmentStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // Leaves one that is there as it is.
  Result<void> InsertMissing(const metadata::TenantScope& scope, const Environment& environment);
  Result<bool> Contains(const metadata::TenantScope& scope, const EnvironmentName& name);

  Result<Page<Environment>> List(const metadata::TenantScope& scope, const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
