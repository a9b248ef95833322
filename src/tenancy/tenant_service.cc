#include "tenancy/tenant_service.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/directory_store.h"
#include "tenancy/quota_store.h"
#include "tenancy/replay.h"
#include "tenancy/tenant_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// What changed and the place of it in the log of the directory's changes, 0 where it was a replay.
struct ChangedTenant {
  Tenant tenant;
  std::int64_t requests_per_second;
  std::int64_t change;
};

TenantRecord RecordOf(const Tenant& tenant, std::int64_t requests_per_second) {
  return {.id = tenant.id,
          .name = tenant.name,
          .state = tenant.state,
          .requests_per_second = requests_per_second,
          .display_name = tenant.display_name};
}

std::string DetailsOf(const TenantEdit& edit) {
  boost::json::object details;
  if (edit.state) {
    details["state"] = NameOf(*edit.state);
  }
  if (edit.display_name) {
    details["display_name"] = *edit.display_name;
  }
  return boost::json::serialize(details);
}

AuditEntry EntryOf(std::string action, const Tenant& tenant, const TenantEdit& edit) {
  return {.action = std::move(action),
          .object_kind = "tenant",
          .object = tenant.id.value,
          .object_name = tenant.name.value,
          .details = DetailsOf(edit),
          .shown = AuditEntry::Shown{.topic = "tenants", .revision = tenant.revision}};
}

Result<Tenant> FindTenant(Transaction& transaction, const Access& access, const TenantId& id) {
  ARM_TRY(auto tenant, TenantStore(transaction).Find(access.Scope(), id));
  if (!tenant) {
    return Fail(NothingHere());
  }
  return *std::move(tenant);
}

// The event is the first of the new tenant's own chain.
Result<std::int64_t> InsertTenant(Transaction& transaction, const Access& access, const Call& call,
                                  const Tenant& tenant) {
  const Access inside = access.ForCreated(RecordOf(tenant, QuotaLimits{}.requests_per_second));
  ARM_CHECK(TenantStore(transaction).Insert(access.Scope(), tenant));
  ARM_CHECK(RecordAudit(transaction, inside, call, tenant.created_at,
                        EntryOf("tenants.create", tenant,
                                {.state = tenant.state, .display_name = tenant.display_name})));
  ARM_CHECK(RememberResource(transaction, access, call, tenant.created_at, tenant.id.value));
  return LogDirectoryChange(transaction, inside.Scope(), DirectoryKind::Tenant, tenant.id.value,
                            tenant.created_at);
}

Tenant Edited(Tenant tenant, const TenantEdit& edit, TimePoint now) {
  tenant.state = edit.state.value_or(tenant.state);
  if (edit.display_name) {
    tenant.display_name = edit.display_name;
  }
  tenant.updated_at = now;
  ++tenant.revision;
  return tenant;
}

}  // namespace

TenantService::TenantService(metadata::Database& database, Directory& directory, const Clock& clock,
                             Random& random)
    : database_(database), directory_(directory), clock_(clock), random_(random) {}

Result<Tenant> TenantService::Create(const Access& access, const Call& call,
                                     const TenantDraft& draft) {
  ARM_CHECK(access.Require(Permission::TenantsCreate));
  ARM_CHECK(CheckTenantDraft(draft));
  const TimePoint now = clock_.Now();
  const Tenant tenant{.id = {NewId(clock_, random_)},
                      .name = draft.name,
                      .display_name = draft.display_name,
                      .created_at = now,
                      .updated_at = now};
  ARM_TRY(ChangedTenant made,
          database_.Write([&](Transaction& transaction) -> Result<ChangedTenant> {
            ARM_CHECK(LockAuditedTenant(transaction, access));
            ARM_TRY(const auto earlier, RecallResource(transaction, access, call));
            if (earlier) {
              ARM_TRY(Tenant present, FindTenant(transaction, access, {*earlier}));
              return ChangedTenant{std::move(present), 0, 0};
            }
            ARM_TRY(const std::int64_t change, InsertTenant(transaction, access, call, tenant));
            return ChangedTenant{tenant, QuotaLimits{}.requests_per_second, change};
          }));
  if (made.change != 0) {
    directory_.PutTenant(RecordOf(made.tenant, made.requests_per_second), made.change);
  }
  return std::move(made.tenant);
}

Result<Tenant> TenantService::Get(const Access& access) const {
  ARM_CHECK(access.Require(Permission::TenantsGet));
  return database_.Read([&](Transaction& transaction) {
    return FindTenant(transaction, access, access.Tenant().id);
  });
}

Result<Tenant> TenantService::Update(const Access& access, const Call& call, const TenantEdit& edit,
                                     const IfMatch& if_match) {
  ARM_CHECK(access.Require(Permission::TenantsUpdate));
  ARM_CHECK(CheckTenantEdit(access.Tenant().name, edit));
  const TimePoint now = clock_.Now();
  ARM_TRY(
      ChangedTenant made, database_.Write([&](Transaction& transaction) -> Result<ChangedTenant> {
        ARM_CHECK(LockAuditedTenant(transaction, access));
        ARM_TRY(Tenant present, FindTenant(transaction, access, access.Tenant().id));
        ARM_CHECK(if_match.Check(present.revision));
        const Tenant edited = Edited(std::move(present), edit, now);
        ARM_CHECK(TenantStore(transaction).Update(access.Scope(), edited));
        ARM_TRY(const QuotaLimits limits, QuotaStore(transaction).FindLimits(access.Scope()));
        ARM_CHECK(
            RecordAudit(transaction, access, call, now, EntryOf("tenants.update", edited, edit)));
        ARM_TRY(const std::int64_t change,
                LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Tenant,
                                   edited.id.value, now));
        return ChangedTenant{edited, limits.requests_per_second, change};
      }));
  directory_.PutTenant(RecordOf(made.tenant, made.requests_per_second), made.change);
  return std::move(made.tenant);
}

Result<Page<Tenant>> TenantService::List(const Access& access, const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::TenantsList));
  return database_.Read([&](metadata::Transaction& transaction) {
    return TenantStore(transaction).List(access.Scope(), request);
  });
}

}  // namespace armillary::tenancy
