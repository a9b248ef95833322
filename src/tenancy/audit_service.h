#pragma once

#include <vector>

#include "base/id.h"
#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/audit_event.h"

namespace armillary::tenancy {

// What was changed in a tenant, and by whom. Thread-safe.
class AuditService {
 public:
  // `database` must outlive the service.
  explicit AuditService(metadata::Database& database);

  // AuditList.
  Result<Page<AuditEvent>> List(const Access& access, const ListRequest& request) const;

  // AuditVerify: walks the tenant's chain, up to the head that it has at first, in short reads
  // while the server goes on. A chain cannot show that its end was cut off together with the head;
  // what the head says should be kept elsewhere too.
  Result<ChainReport> Verify(const Access& access) const;

  // The same for every tenant, for `armillaryd check`.
  struct TenantReport {
    TenantName tenant;
    ChainReport report;
  };
  Result<std::vector<TenantReport>> VerifyAll(const metadata::SystemScope& scope) const;

 private:
  metadata::Database& database_;
};

}  // namespace armillary::tenancy
