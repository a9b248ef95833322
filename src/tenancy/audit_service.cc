#include "tenancy/audit_service.h"

#include <memory>
#include <utility>

#include "tenancy/audit_store.h"
#include "tenancy/directory_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

constexpr std::int64_t kPage = 1000;

Result<ChainReport> WalkChain(Transaction& transaction, const metadata::TenantScope& scope) {
  AuditStore store(transaction);
  ARM_TRY(const AuditHead head, store.FindHead(scope));
  ChainWalk walk(scope.Tenant());
  std::int64_t last = INT64_MIN;
  for (bool is_more = true; is_more;) {
    ARM_TRY(const auto events, store.FindAfter(scope, last, kPage));
    for (const AuditEvent& event : events) {
      walk.Take(event);
      last = event.sequence;
    }
    is_more = std::cmp_equal(events.size(), kPage);
  }
  return walk.Finish(head);
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
  return database_.Read(
      [&](Transaction& transaction) { return WalkChain(transaction, access.Scope()); });
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
      ARM_TRY(const ChainReport report, database_.Read([&](Transaction& transaction) {
        return WalkChain(transaction, PlatformIn(scope, tenant).Scope());
      }));
      reports.push_back({tenant.name, report});
    }
  }
  return reports;
}

}  // namespace armillary::tenancy
