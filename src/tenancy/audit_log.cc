#include "tenancy/audit_log.h"

#include "base/assert.h"
#include "tenancy/audit_event.h"
#include "tenancy/audit_store.h"

namespace armillary::tenancy {
namespace {

constexpr std::size_t kMostDetails = 4096;

}  // namespace

Result<void> RecordAudit(metadata::Transaction& transaction, const Access& access, const Call& call,
                         TimePoint now, const AuditEntry& entry) {
  ARM_ASSERT(entry.details.size() <= kMostDetails);
  AuditStore store(transaction);
  ARM_TRY(const AuditHead head, store.LockHead(access.Scope()));
  AuditEvent event{.tenant = access.Tenant().id,
                   .sequence = head.sequence + 1,
                   .at = now,
                   .by = access.Who().principal,
                   .by_name = access.Who().principal_name,
                   .token = access.Who().token,
                   .request = call.request,
                   .action = entry.action,
                   .object_kind = entry.object_kind,
                   .object = entry.object,
                   .object_name = entry.object_name,
                   .details = entry.details,
                   .previous = head.hash,
                   .hash = {}};
  event.hash = HashOf(event);
  return store.Insert(access.Scope(), event);
}

Result<void> LockAuditedTenant(metadata::Transaction& transaction, const Access& access) {
  ARM_CHECK(AuditStore(transaction).LockHead(access.Scope()));
  return {};
}

}  // namespace armillary::tenancy
