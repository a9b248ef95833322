#include "tenancy/audit_service.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "tenancy/audit_store.h"
#include "tenancy/directory_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

constexpr std::int64_t kPage = 1000;

// Walks on up to the head; true if more may come before it.
bool TakePage(ChainWalk& walk, const std::vector<AuditEvent>& page, const AuditHead& head) {
  for (const AuditEvent& event : page) {
    if (event.sequence > head.sequence) {
      return false;
    }
    walk.Take(event);
  }
  return std::cmp_equal(page.size(), kPage);
}

// The number of an event behind the end of the chain, which nobody appends; none is right.
Result<std::optional<std::int64_t>> FindBehindEnd(Transaction& transaction,
                                                  const metadata::TenantScope& scope) {
  AuditStore store(transaction);
  ARM_TRY(const AuditHead end, store.FindHead(scope));
  ARM_TRY(const auto behind, store.FindAfter(scope, end.sequence, 1));
  return behind.empty() ? std::nullopt : std::optional(end.sequence + 1);
}

// Page by page, each a read of its own, so that a long chain holds nobody up; up to the head that
// was there first, so that it ends however much is appended meanwhile.
Result<ChainReport> WalkChain(metadata::Database& database, const metadata::TenantScope& scope) {
  ARM_TRY(const AuditHead head, database.Read([&](Transaction& transaction) {
    return AuditStore(transaction).FindHead(scope);
  }));
  ChainWalk walk(scope.Tenant());
  std::int64_t last = INT64_MIN;
  for (bool is_more = true; is_more;) {
    ARM_TRY(const auto page, database.Read([&](Transaction& transaction) {
      return AuditStore(transaction).FindAfter(scope, last, kPage);
    }));
    is_more = TakePage(walk, page, head);
    last = page.empty() ? last : page.back().sequence;
  }
  ARM_TRY(const auto behind, database.Read([&](Transaction& transaction) {
    return FindBehindEnd(transaction, scope);
  }));
  ChainReport report = walk.Finish(head);
  if (behind && !report.first_broken) {
    report.first_broken = behind;
    ++report.events;
  }
  return report;
}

Access PlatformIn(const metadata::SystemScope& scope, const TenantRecord& tenant) {
  return Access::ForPlatform(scope, {.tenant = std::make_shared<const TenantRecord>(tenant)},
                             Permission::AuditVerify);
}

}  // namespace

AuditService::AuditService(metadata::Database& database) : database_(database) {}

Result<Page<AuditEvent>> AuditService::List(const Access& access,
                                            const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::AuditList));
  return database_.Read([&](Transaction& transaction) {
    return AuditStore(transaction).List(access.Scope(), request);
  });
}

Result<ChainReport> AuditService::Verify(const Access& access) const {
  ARM_CHECK(access.Require(Permission::AuditVerify));
  return WalkChain(database_, access.Scope());
}

Result<std::vector<AuditService::TenantReport>> AuditService::VerifyAll(
    const metadata::SystemScope& scope) const {
  std::vector<TenantReport> reports;
  TenantId last;
  for (bool is_more = true; is_more;) {
    ARM_TRY(const auto tenants, database_.Read([&](Transaction& transaction) {
      return DirectoryStore(transaction, scope).FindTenants(last, kPage);
    }));
    is_more = std::cmp_equal(tenants.size(), kPage);
    for (const TenantRecord& tenant : tenants) {
      last = tenant.id;
      ARM_TRY(const ChainReport report, WalkChain(database_, PlatformIn(scope, tenant).Scope()));
      reports.push_back({tenant.name, report});
    }
  }
  return reports;
}

}  // namespace armillary::tenancy
