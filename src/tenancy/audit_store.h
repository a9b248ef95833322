#pragma once

#include <optional>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/audit_event.h"

namespace armillary::tenancy {

// The rows of the audit log. Lives as long as the transaction.
class AuditStore {
 public:
  explicit AuditStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // The end of the chain, of which nobody else can append until this transaction has ended.
  Result<AuditHead> LockHead(const metadata::TenantScope& scope);
  // The same without the lock.
  Result<AuditHead> FindHead(const metadata::TenantScope& scope);

  // Appends `event` and moves the head to it.
  Result<void> Insert(const metadata::TenantScope& scope, const AuditEvent& event);

  // At most `limit` events after `sequence`, in order.
  Result<std::vector<AuditEvent>> FindAfter(const metadata::TenantScope& scope,
                                            std::int64_t sequence, std::int64_t limit);

  Result<Page<AuditEvent>> List(const metadata::TenantScope& scope, const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
