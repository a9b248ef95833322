#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/if_match.h"
#include "tenancy/quota.h"

namespace armillary::tenancy {

// The quotas of a tenant. Thread-safe.
class QuotaService {
 public:
  // All must outlive the service.
  QuotaService(metadata::Database& database, Directory& directory, const Clock& clock);

  // QuotasGet.
  Result<Quotas> Get(const Access& access) const;

  // QuotasUpdate. A limit below what is used removes nothing; it stops growth. Fails with
  // OutOfRange or PreconditionFailed.
  Result<Quotas> Update(const Access& access, const Call& call, const QuotaLimits& limits,
                        const IfMatch& if_match);

 private:
  metadata::Database& database_;
  Directory& directory_;
  const Clock& clock_;
};

}  // namespace armillary::tenancy
