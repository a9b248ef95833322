#include "tenancy/tenant_store.h"

#include <string>

#include "base/assert.h"
#include "metadata/list_query.h"
#include "tenancy/taken_name.h"

namespace armillary::tenancy {
namespace {

using metadata::OrNull;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

Tenant TenantOf(const Row& row) {
  const auto state = TenantStateFromName(row.Text(3));
  ARM_ASSERT(state);
  return {.id = {row.Text(0)},
          .name = {row.Text(1)},
          .display_name = row.OptionalText(2),
          .state = *state,
          .created_at = row.Time(4),
          .updated_at = row.Time(5),
          .revision = row.Integer(6)};
}

using metadata::ListSpec;
using metadata::ListType;

constexpr std::string_view kListedColumns =
    "t.id, t.name, t.display_name, t.state, t.created_at, t.updated_at, t.revision";
const ListSpec& TenantListing() {
  static const ListSpec spec{
      .name = "tenancy.tenants",
      .select = kListedColumns,
      .from = "tenants AS t",
      .where = {},
      .columns = {{.field = "name", .sql = "t.name"},
                  {.field = "display_name", .sql = "t.display_name", .sorts = false},
                  {.field = "state", .sql = "t.state", .sorts = false},
                  {"created_at", "t.created_at", ListType::Time, false},
                  {"updated_at", "t.updated_at", ListType::Time, false}},
      .default_sort = "name ASC",
      .key = "t.id",
      .is_of_tenant = false};
  return spec;
}

}  // namespace

Result<void> TenantStore::Insert(const TenantScope& scope, const Tenant& tenant) {
  return InsertedByName(transaction_.Query(
      scope,
      "INSERT INTO tenants (id, name, display_name, state, created_at, updated_at, revision) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {tenant.id.value, tenant.name.value, OrNull(tenant.display_name),
       std::string(NameOf(tenant.state)), Time(tenant.created_at), Time(tenant.updated_at),
       tenant.revision}));
}

Result<std::optional<Tenant>> TenantStore::Find(const TenantScope& scope, const TenantId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope,
                                "SELECT t.id, t.name, t.display_name, t.state, t.created_at, "
                                "t.updated_at, t.revision FROM tenants AS t WHERE t.id = $1",
                                {id.value}));
  if (!row) {
    return std::nullopt;
  }
  return TenantOf(*row);
}

Result<Tenant> TenantStore::FindOrInsertHouse(const metadata::SystemScope& scope,
                                              const Tenant& draft) {
  ARM_CHECK(
      transaction_.Query(scope,
                         "INSERT INTO tenants (id, name, state, created_at, updated_at, revision) "
                         "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING",
                         {draft.id.value, std::string(kHouse), std::string(NameOf(draft.state)),
                          Time(draft.created_at), Time(draft.updated_at), draft.revision}));
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope,
                                "SELECT t.id, t.name, t.display_name, t.state, t.created_at, "
                                "t.updated_at, t.revision FROM tenants AS t WHERE t.name = $1",
                                {std::string(kHouse)}));
  if (!row) {
    return Fail(ErrorCode::DatabaseCorrupt, "the house is missing");
  }
  return TenantOf(*row);
}

Result<void> TenantStore::Update(const TenantScope& scope, const Tenant& tenant) {
  ARM_CHECK(transaction_.Query(
      scope,
      "UPDATE tenants SET display_name = $2, state = $3, updated_at = $4, revision = $5 "
      "WHERE tenants.id = $1",
      {tenant.id.value, OrNull(tenant.display_name), std::string(NameOf(tenant.state)),
       Time(tenant.updated_at), tenant.revision}));
  return {};
}

Result<Page<Tenant>> TenantStore::List(const TenantScope& scope, const ListRequest& request) {
  return metadata::List(transaction_, scope, {TenantListing(), {}, request}, TenantOf);
}

}  // namespace armillary::tenancy
