#include "tenancy/principal_store.h"

#include "base/assert.h"

namespace armillary::tenancy {
namespace {

using metadata::Row;
using metadata::TenantScope;
using metadata::Time;
using metadata::Value;

constexpr std::string_view kSelect =
    "SELECT p.id, p.name, p.kind, p.role, m.name, p.created_at FROM principals AS p "
    "LEFT JOIN principals AS m ON m.tenant_id = $1 AND m.id = p.manager_id "
    "WHERE p.tenant_id = $1 AND ";

Principal PrincipalOf(const Row& row) {
  const auto kind = PrincipalKindFromName(row.Text(2));
  const auto role = RoleFromName(row.Text(3));
  ARM_ASSERT(kind && role);
  return {.id = {row.Text(0)},
          .name = row.Text(1),
          .kind = *kind,
          .role = *role,
          .manager = row.OptionalText(4),
          .created_at = row.Time(5)};
}

std::optional<Principal> PrincipalOf(const std::optional<Row>& row) {
  return row ? std::optional(PrincipalOf(*row)) : std::nullopt;
}

}  // namespace

Result<void> PrincipalStore::Insert(const TenantScope& scope, const Principal& principal,
                                    const std::optional<PrincipalId>& manager) {
  ARM_CHECK(transaction_.Query(
      scope,
      "INSERT INTO principals (tenant_id, id, name, kind, role, manager_id, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {principal.id.value, principal.name, std::string(NameOf(principal.kind)),
       std::string(NameOf(principal.role)), manager ? Value(manager->value) : Value(),
       Time(principal.created_at)}));
  return {};
}

Result<std::optional<Principal>> PrincipalStore::Find(const TenantScope& scope,
                                                      const PrincipalId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope, std::string(kSelect) + "p.id = $2", {id.value}));
  return PrincipalOf(row);
}

Result<std::optional<Principal>> PrincipalStore::FindByName(const TenantScope& scope,
                                                            const std::string& name) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope, std::string(kSelect) + "p.name = $2", {name}));
  return PrincipalOf(row);
}

Result<std::int64_t> PrincipalStore::Count(const TenantScope& scope) {
  ARM_TRY(
      const auto row,
      transaction_.QueryOne(scope, "SELECT COUNT(*) FROM principals AS p WHERE p.tenant_id = $1"));
  return row->Integer(0);
}

}  // namespace armillary::tenancy
