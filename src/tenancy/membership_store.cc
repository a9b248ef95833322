#include "tenancy/membership_store.h"

#include <string>

#include "base/assert.h"

namespace armillary::tenancy {
namespace {

using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

MembershipStore::ByGroups ByGroupsOf(const Row& row) {
  const auto role = RoleFromName(row.Text(3));
  ARM_ASSERT(role);
  return {.tenant = {row.Text(0)},
          .principal = {row.Text(1)},
          .name = row.Text(2),
          .role = *role,
          .is_live = row.OptionalText(4).has_value()};
}

}  // namespace

Result<std::vector<MembershipStore::ByGroups>> MembershipStore::FindByGroups(
    const metadata::SystemScope& scope, const PersonId& person) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope,
                             "SELECT p.tenant_id, p.id, p.name, p.role, p.person_id "
                             "FROM principals AS p WHERE p.group_person_id = $1 "
                             "ORDER BY p.tenant_id",
                             {person.value}));
  std::vector<ByGroups> found;
  found.reserve(rows.size());
  for (const Row& row : rows) {
    found.push_back(ByGroupsOf(row));
  }
  return found;
}

Result<bool> MembershipStore::HasPrincipal(const TenantScope& scope, const PersonId& person) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT p.id FROM principals AS p "
                                                "WHERE p.tenant_id = $1 AND p.person_id = $2",
                                                {person.value}));
  return row.has_value();
}

Result<void> MembershipStore::UpdateJoined(const TenantScope& scope, const PrincipalId& principal,
                                           const PersonId& person) {
  ARM_CHECK(transaction_.Query(scope,
                               "UPDATE principals SET person_id = $3, group_person_id = $3 "
                               "WHERE principals.tenant_id = $1 AND principals.id = $2",
                               {principal.value, person.value}));
  return {};
}

Result<void> MembershipStore::UpdateRole(const TenantScope& scope, const PrincipalId& principal,
                                         Role role) {
  ARM_CHECK(transaction_.Query(scope,
                               "UPDATE principals SET role = $3 "
                               "WHERE principals.tenant_id = $1 AND principals.id = $2",
                               {principal.value, std::string(NameOf(role))}));
  return {};
}

Result<bool> MembershipStore::IsByGroups(const TenantScope& scope, const PrincipalId& principal) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT p.group_person_id FROM principals AS p "
                                                "WHERE p.tenant_id = $1 AND p.id = $2",
                                                {principal.value}));
  return row && row->OptionalText(0).has_value();
}

Result<void> MembershipStore::UpdateLeft(const TenantScope& scope, const PrincipalId& principal) {
  ARM_CHECK(transaction_.Query(scope,
                               "UPDATE principals SET person_id = NULL "
                               "WHERE principals.tenant_id = $1 AND principals.id = $2",
                               {principal.value}));
  return {};
}

Result<std::vector<Token>> MembershipStore::FindTokens(const TenantScope& scope,
                                                       const PrincipalId& principal,
                                                       TimePoint now) {
  const std::string sql =
      "SELECT " + std::string(kTokenColumns) +
      " FROM tokens AS k JOIN principals AS p ON p.tenant_id = $1 AND p.id = k.principal_id "
      "WHERE k.tenant_id = $1 AND k.principal_id = $2 AND k.revoked_at IS NULL "
      "AND k.expires_at > $3";
  ARM_TRY(const auto rows, transaction_.Query(scope, sql, {principal.value, Time(now)}));
  std::vector<Token> tokens;
  tokens.reserve(rows.size());
  for (const Row& row : rows) {
    tokens.push_back(TokenOf(row));
  }
  return tokens;
}

}  // namespace armillary::tenancy
