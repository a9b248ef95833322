#include "tenancy/usage.h"

#include "tenancy/quota_store.h"

namespace armillary::tenancy {

Result<void> TakeQuota(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                       const UsageChange& change) {
  QuotaStore store(transaction);
  ARM_TRY(const Usage used, store.AddCounts(scope, change));
  ARM_TRY(const QuotaLimits limits, store.FindLimits(scope));
  ARM_CHECK(CheckRoom(used.models - change.models, change.models, limits.models, "models"));
  ARM_CHECK(
      CheckRoom(used.versions - change.versions, change.versions, limits.versions, "versions"));
  return CheckRoom(used.stored_bytes - change.stored_bytes, change.stored_bytes,
                   limits.stored_bytes, "stored_bytes");
}

}  // namespace armillary::tenancy
