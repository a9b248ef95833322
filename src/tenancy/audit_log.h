#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// What happened to what; `details` is a JSON object of at most 4 KiB, without secrets.
struct AuditEntry {
  std::string action;                           // As in contract/audit.yaml: "models.register".
  std::string object_kind;                      // "version".
  std::string object;                           // Its id.
  std::optional<std::string> object_name = {};  // What people call it: "churn/3".
  std::string details = "{}";
};

// Appends to the hash chain of the tenant that `access` is in, inside the transaction of the
// change: no audit event, no change. Who, from where and when come from `access`, `call` and `now`.
// From then on other audited changes of the same tenant wait until this transaction has ended.
Result<void> RecordAudit(metadata::Transaction& transaction, const Access& access, const Call& call,
                         TimePoint now, const AuditEntry& entry);

// Makes other audited changes of the tenant wait from here on: for a closure that looks at several
// rows before it decides. RecordAudit follows in the same transaction.
Result<void> LockAuditedTenant(metadata::Transaction& transaction, const Access& access);

}  // namespace armillary::tenancy
