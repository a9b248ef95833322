#include "tenancy/quota_service.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/directory_store.h"
#include "tenancy/principal_store.h"
#include "tenancy/quota_store.h"
#include "tenancy/tenant_store.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

struct ChangedQuotas {
  Quotas quotas;
  Tenant tenant;
  std::int64_t change;
};

Result<Tenant> FindLimited(Transaction& transaction, const Access& access) {
  ARM_TRY(auto tenant, TenantStore(transaction).Find(access.Scope(), access.Tenant().id));
  if (!tenant) {
    return Fail(NothingHere());
  }
  return *std::move(tenant);
}

// Until somebody sets them, the defaults have held since the tenant was made.
Result<Quotas> FindLimits(Transaction& transaction, const Access& access) {
  ARM_TRY(auto quotas, QuotaStore(transaction).Find(access.Scope()));
  if (quotas) {
    return *std::move(quotas);
  }
  ARM_TRY(const Tenant tenant, FindLimited(transaction, access));
  return Quotas{.limits = {}, .used = {}, .updated_at = tenant.created_at};
}

Result<Usage> FindUsage(Transaction& transaction, const Access& access, TimePoint now) {
  ARM_TRY(Usage used, QuotaStore(transaction).FindCounts(access.Scope()));
  ARM_TRY(used.principals, PrincipalStore(transaction).Count(access.Scope()));
  ARM_TRY(used.tokens, TokenStore(transaction).CountActive(access.Scope(), now));
  return used;
}

std::string DetailsOf(const QuotaLimits& limits) {
  return boost::json::serialize(
      boost::json::object{{"models", limits.models},
                          {"versions", limits.versions},
                          {"stored_bytes", limits.stored_bytes},
                          {"principals", limits.principals},
                          {"tokens", limits.tokens},
                          {"requests_per_second", limits.requests_per_second}});
}

}  // namespace

QuotaService::QuotaService(metadata::Database& database, Directory& directory, const Clock& clock)
    : database_(database), directory_(directory), clock_(clock) {}

Result<Quotas> QuotaService::Get(const Access& access) const {
  ARM_CHECK(access.Require(Permission::QuotasGet));
  const TimePoint now = clock_.Now();
  return database_.Read([&](Transaction& transaction) -> Result<Quotas> {
    ARM_TRY(Quotas quotas, FindLimits(transaction, access));
    ARM_TRY(quotas.used, FindUsage(transaction, access, now));
    return quotas;
  });
}

Result<Quotas> QuotaService::Update(const Access& access, const Call& call,
                                    const QuotaLimits& limits, const IfMatch& if_match) {
  ARM_CHECK(access.Require(Permission::QuotasUpdate));
  ARM_CHECK(CheckQuotaLimits(limits));
  const TimePoint now = clock_.Now();
  ARM_TRY(ChangedQuotas made,
          database_.Write([&](Transaction& transaction) -> Result<ChangedQuotas> {
            ARM_CHECK(LockAuditedTenant(transaction, access));
            ARM_TRY(Quotas quotas, FindLimits(transaction, access));
            ARM_CHECK(if_match.Check(quotas.revision));
            quotas.limits = limits;
            quotas.updated_at = now;
            ++quotas.revision;
            ARM_CHECK(QuotaStore(transaction).Put(access.Scope(), quotas));
            ARM_TRY(quotas.used, FindUsage(transaction, access, now));
            ARM_TRY(Tenant tenant, FindLimited(transaction, access));
            ARM_CHECK(RecordAudit(
                transaction, access, call, now,
                {.action = "quotas.update",
                 .object_kind = "quotas",
                 .object = tenant.id.value,
                 .object_name = tenant.name.value,
                 .details = DetailsOf(limits),
                 .shown = AuditEntry::Shown{.topic = "quotas", .revision = quotas.revision}}));
            ARM_TRY(const std::int64_t change,
                    LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Tenant,
                                       tenant.id.value, now));
            return ChangedQuotas{quotas, std::move(tenant), change};
          }));
  directory_.PutTenant({.id = made.tenant.id,
                        .name = made.tenant.name,
                        .state = made.tenant.state,
                        .requests_per_second = limits.requests_per_second,
                        .display_name = made.tenant.display_name},
                       made.change);
  return made.quotas;
}

}  // namespace armillary::tenancy
