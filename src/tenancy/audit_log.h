#pragma once

#include <cstdint>
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
  // Where else than among the audit events the change is seen live.
  struct Shown {
    std::string topic;  // The noun of the list that it changes: "deployments".
    std::int64_t revision = 0;
    std::optional<EnvironmentName> environment = {};
    std::optional<PrincipalId> owner = {};  // Of what others may not see.
  };
  std::optional<Shown> shown = {};
};

// Appends to the hash chain of the tenant that `access` is in, inside the transaction of the
// change: no audit event, no change. Who, from where and when come from `access`, `call` and `now`.
// The event is published, too, for whoever may read the log and what `entry` shows: see
// metadata/outbox.h. From then on every other audited change waits until this transaction has
// ended.
Result<void> RecordAudit(metadata::Transaction& transaction, const Access& access, const Call& call,
                         TimePoint now, const AuditEntry& entry);

// Makes other audited changes of the tenant wait from here on: for a closure that looks at several
// rows before it decides. RecordAudit follows in the same transaction.
Result<void> LockAuditedTenant(metadata::Transaction& transaction, const Access& access);

}  // namespace armillary::tenancy
