#pragma once

#include <optional>

#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/quota.h"
#include "tenancy/usage.h"

namespace armillary::tenancy {

// The rows of quotas and of what is counted against them. Lives as long as the transaction.
class QuotaStore {
 public:
  explicit QuotaStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // The limits, their revision and time; `used` is not filled. None until somebody sets them.
  Result<std::optional<Quotas>> Find(const metadata::TenantScope& scope);
  // The limits that hold: those of the row, or the defaults.
  Result<QuotaLimits> FindLimits(const metadata::TenantScope& scope);
  Result<void> Put(const metadata::TenantScope& scope, const Quotas& quotas);

  // What other modules counted: models, versions, stored_bytes.
  Result<Usage> FindCounts(const metadata::TenantScope& scope);
  // Adds to them, and gives what they are then.
  Result<Usage> AddCounts(const metadata::TenantScope& scope, const UsageChange& change);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
