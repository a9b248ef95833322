#pragma once

#include <cstdint>

#include "base/result.h"
#include "metadata/database.h"

namespace armillary::tenancy {

// What a change adds to the things of a tenant that other modules keep; negative gives back.
struct UsageChange {
  std::int64_t models = 0;
  std::int64_t versions = 0;
  std::int64_t stored_bytes = 0;
};

// Whether `change` would fit now, for whoever has work to do before it: only TakeQuota decides.
// Fails with QuotaExceeded, naming the limit.
Result<void> CheckQuota(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                        const UsageChange& change);

// Counts `change` in the transaction that makes it. Changes of one tenant's usage wait for each
// other. Fails with QuotaExceeded, naming the limit, where it grows beyond.
Result<void> TakeQuota(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                       const UsageChange& change);

}  // namespace armillary::tenancy
