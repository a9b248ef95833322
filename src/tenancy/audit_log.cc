#include "tenancy/audit_log.h"

#include <vector>

#include "base/assert.h"
#include "metadata/outbox.h"
#include "tenancy/audit_event.h"
#include "tenancy/audit_store.h"

namespace armillary::tenancy {
namespace {

constexpr std::size_t kMostDetails = 4096;

std::vector<metadata::OutboxEntry> Published(const AuditEntry& entry, std::int64_t sequence) {
  std::vector<metadata::OutboxEntry> published{{.topic = "audit",
                                                .kind = entry.action,
                                                .object = entry.object,
                                                .object_name = entry.object_name,
                                                .revision = sequence}};
  if (!entry.shown) {
    return published;
  }
  const AuditEntry::Shown& shown = *entry.shown;
  published.push_back(published.front());
  metadata::OutboxEntry& also = published.back();
  also.topic = shown.topic;
  also.revision = shown.revision;
  if (shown.environment) {
    also.environment = shown.environment->value;
  }
  if (shown.owner) {
    also.owner = shown.owner->value;
  }
  return published;
}

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
  ARM_CHECK(store.Insert(access.Scope(), event));
  return metadata::Publish(transaction, access.Scope(), Published(entry, event.sequence), now);
}

Result<void> LockAuditedTenant(metadata::Transaction& transaction, const Access& access) {
  ARM_CHECK(AuditStore(transaction).LockHead(access.Scope()));
  return {};
}

}  // namespace armillary::tenancy
