#include "tenancy/usage.h"

#include "tenancy/quota_store.h"

namespace armillary::tenancy {
namespace {

Result<void> CheckFits(const Usage& used, const UsageChange& change, const QuotaLimits& limits) {
  ARM_CHECK(CheckRoom(used.models, change.models, limits.models, "models"));
  ARM_CHECK(CheckRoom(used.versions, change.versions, limits.versions, "versions"));
  return CheckRoom(used.stored_bytes, change.stored_bytes, limits.stored_bytes, "stored_bytes");
}

}  // namespace

Result<void> CheckQuota(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                        const UsageChange& change) {
  QuotaStore store(transaction);
  ARM_TRY(const Usage used, store.FindCounts(scope));
  ARM_TRY(const QuotaLimits limits, store.FindLimits(scope));
  return CheckFits(used, change, limits);
}

Result<void> TakeQuota(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                       const UsageChange& change) {
  QuotaStore store(transaction);
  ARM_TRY(const Usage with_it, store.AddCounts(scope, change));
  ARM_TRY(const QuotaLimits limits, store.FindLimits(scope));
  const Usage before{.models = with_it.models - change.models,
                     .versions = with_it.versions - change.versions,
                     .stored_bytes = with_it.stored_bytes - change.stored_bytes};
  return CheckFits(before, change, limits);
}

}  // namespace armillary::tenancy
