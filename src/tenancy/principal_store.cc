#include "tenancy/principal_store.h"

#include "base/assert.h"
#include "metadata/list_query.h"
#include "tenancy/taken_name.h"

namespace armillary::tenancy {
namespace {

using metadata::Row;
using metadata::TenantScope;
using metadata::Time;
using metadata::Value;

constexpr std::string_view kPrincipalColumns = "p.id, p.name, p.kind, p.role, m.name, p.created_at";
constexpr std::string_view kPrincipalTables =
    "principals AS p LEFT JOIN principals AS m ON m.tenant_id = $1 AND m.id = p.manager_id";

std::string SelectPrincipal(std::string_view condition) {
  return "SELECT " + std::string(kPrincipalColumns) + " FROM " + std::string(kPrincipalTables) +
         " WHERE p.tenant_id = $1 AND " + std::string(condition);
}

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

std::optional<Principal> FoundIn(const std::optional<Row>& row) {
  return row ? std::optional(PrincipalOf(*row)) : std::nullopt;
}

using metadata::ListSpec;
using metadata::ListType;

const ListSpec& PrincipalListing() {
  static const ListSpec spec{.name = "tenancy.principals",
                             .select = kPrincipalColumns,
                             .from = kPrincipalTables,
                             .where = "p.tenant_id = $1",
                             .columns = {{.field = "name", .sql = "p.name"},
                                         {.field = "kind", .sql = "p.kind", .sorts = false},
                                         {.field = "role", .sql = "p.role", .sorts = false},
                                         {"created_at", "p.created_at", ListType::Time, false}},
                             .default_sort = "name ASC",
                             .key = "p.id"};
  return spec;
}

}  // namespace

Result<void> PrincipalStore::Insert(const TenantScope& scope, const Principal& principal,
                                    const std::optional<PrincipalId>& manager) {
  return InsertedByName(transaction_.Query(
      scope,
      "INSERT INTO principals (tenant_id, id, name, kind, role, manager_id, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {principal.id.value, principal.name, std::string(NameOf(principal.kind)),
       std::string(NameOf(principal.role)), manager ? Value(manager->value) : Value(),
       Time(principal.created_at)}));
}

Result<std::optional<Principal>> PrincipalStore::Find(const TenantScope& scope,
                                                      const PrincipalId& id) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope, SelectPrincipal("p.id = $2"), {id.value}));
  return FoundIn(row);
}

Result<std::optional<Principal>> PrincipalStore::FindByName(const TenantScope& scope,
                                                            const std::string& name) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope, SelectPrincipal("p.name = $2"), {name}));
  return FoundIn(row);
}

Result<std::optional<PersonId>> PrincipalStore::FindPerson(const TenantScope& scope,
                                                           const PrincipalId& id) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT p.person_id FROM principals AS p "
                                                "WHERE p.tenant_id = $1 AND p.id = $2",
                                                {id.value}));
  const auto person = row ? row->OptionalText(0) : std::nullopt;
  return person ? std::optional(PersonId{*person}) : std::nullopt;
}

Result<void> PrincipalStore::UpdatePerson(const TenantScope& scope, const PrincipalId& id,
                                          const PersonId& person) {
  ARM_CHECK(transaction_.Query(scope,
                               "UPDATE principals SET person_id = $3 "
                               "WHERE principals.tenant_id = $1 AND principals.id = $2",
                               {id.value, person.value}));
  return {};
}

Result<std::int64_t> PrincipalStore::Count(const TenantScope& scope) {
  ARM_TRY(
      const auto row,
      transaction_.QueryOne(scope, "SELECT COUNT(*) FROM principals AS p WHERE p.tenant_id = $1"));
  return row ? row->Integer(0) : 0;
}

Result<Page<Principal>> PrincipalStore::List(const TenantScope& scope, const ListRequest& request) {
  return metadata::List(transaction_, scope, {PrincipalListing(), {}, request}, PrincipalOf);
}

}  // namespace armillary::tenancy
