#include "tenancy/token_store.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include "base/assert.h"
#include "base/json.h"
#include "metadata/list_query.h"

namespace armillary::tenancy {
namespace {

using metadata::Blob;
using metadata::OrNull;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

std::optional<std::string> ScopesText(const std::optional<std::set<Permission>>& scopes) {
  if (!scopes) {
    return std::nullopt;
  }
  boost::json::array names;
  for (const Permission permission : *scopes) {
    names.emplace_back(NameOf(permission));
  }
  return boost::json::serialize(names);
}

std::optional<std::string> ModelsText(const std::set<std::string>& models) {
  if (models.empty()) {
    return std::nullopt;
  }
  return boost::json::serialize(boost::json::array(models.begin(), models.end()));
}

// What we wrote ourselves; a name that is not known any more gives nothing.
boost::json::array ReadNames(const std::string& text) {
  auto parsed = ParseJson(text);
  return parsed && parsed->is_array() ? parsed->as_array() : boost::json::array();
}

std::optional<std::set<Permission>> ReadScopes(const std::optional<std::string>& text) {
  if (!text) {
    return std::nullopt;
  }
  std::set<Permission> scopes;
  for (const boost::json::value& name : ReadNames(*text)) {
    if (const auto permission = PermissionFromName(name.as_string())) {
      scopes.insert(*permission);
    }
  }
  return scopes;
}

std::set<std::string> ReadModels(const std::optional<std::string>& text) {
  std::set<std::string> models;
  if (text) {
    for (const boost::json::value& name : ReadNames(*text)) {
      models.emplace(name.as_string());
    }
  }
  return models;
}

using metadata::ListSpec;
using metadata::ListType;

constexpr std::string_view kListColumns =
    "k.id, k.principal_id, k.principal_name, k.role, k.environment, k.scopes, k.models, "
    "k.created_at, k.created_by, k.expires_at, k.last_used_at, k.revoked_at";
constexpr std::string_view kListTables =
    "(SELECT k.id, k.principal_id, p.name AS principal_name, k.role, k.environment, k.scopes, "
    "k.models, k.created_at, k.created_by, k.expires_at, k.last_used_at, k.revoked_at, "
    "CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= $2 THEN 'expired' "
    "ELSE 'active' END AS state "
    "FROM tokens AS k JOIN principals AS p ON p.tenant_id = $1 AND p.id = k.principal_id "
    "WHERE k.tenant_id = $1) AS k";
// The list is of a query of its own, because a token's state depends on the time.
ListSpec TokenListing(bool of_one_owner) {
  return {.name = of_one_owner ? "tenancy.tokens.own" : "tenancy.tokens",
          .select = kListColumns,
          .from = kListTables,
          .where = of_one_owner ? "k.principal_id = $3" : "",
          .columns = {{.field = "principal_name", .sql = "k.principal_name", .sorts = false},
                      {.field = "role", .sql = "k.role", .sorts = false},
                      {.field = "environment", .sql = "k.environment", .sorts = false},
                      {.field = "state", .sql = "k.state", .sorts = false},
                      {"created_at", "k.created_at", ListType::Time, false},
                      {"expires_at", "k.expires_at", ListType::Time, false},
                      {"last_used_at", "COALESCE(k.last_used_at, 0)", ListType::Time, false}},
          .default_sort = "created_at DESC",
          .key = "k.id"};
}

}  // namespace

Token TokenOf(const Row& row) {
  const auto role = RoleFromName(row.Text(3));
  ARM_ASSERT(role);
  return {.id = {row.Text(0)},
          .principal = {row.Text(1)},
          .principal_name = row.Text(2),
          .role = *role,
          .environment = {row.Text(4)},
          .scopes = ReadScopes(row.OptionalText(5)),
          .models = ReadModels(row.OptionalText(6)),
          .created_at = row.Time(7),
          .created_by = {row.Text(8)},
          .expires_at = row.Time(9),
          .last_used_at = row.OptionalTime(10),
          .revoked_at = row.OptionalTime(11)};
}

TokenStore::Found FoundTokenOf(const Row& row) {
  const Blob& bytes = row.Bytes(12);
  const auto kind = PrincipalKindFromName(row.Text(13));
  Digest hash;
  ARM_ASSERT(kind && bytes.size() == hash.bytes.size());
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  return {.token = TokenOf(row), .hash = hash, .kind = *kind};
}

Result<void> TokenStore::Insert(const TenantScope& scope, const Token& token, const Digest& hash) {
  ARM_CHECK(transaction_.Query(
      scope,
      "INSERT INTO tokens (tenant_id, id, principal_id, role, environment, scopes, models, "
      "secret_hash, created_at, created_by, expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {token.id.value, token.principal.value, std::string(NameOf(token.role)),
       token.environment.value, OrNull(ScopesText(token.scopes)), OrNull(ModelsText(token.models)),
       Blob(hash.bytes.begin(), hash.bytes.end()), Time(token.created_at), token.created_by.value,
       Time(token.expires_at)}));
  return {};
}

Result<std::optional<TokenStore::Found>> TokenStore::Find(const TenantScope& scope,
                                                          const TokenId& id) {
  const std::string sql = "SELECT " + std::string(kTokenColumns) +
                          " FROM tokens AS k JOIN principals AS p "
                          "ON p.tenant_id = $1 AND p.id = k.principal_id "
                          "WHERE k.tenant_id = $1 AND k.id = $2";
  ARM_TRY(const auto row, transaction_.QueryOne(scope, sql, {id.value}));
  if (!row) {
    return std::nullopt;
  }
  return FoundTokenOf(*row);
}

Result<void> TokenStore::UpdateRevoked(const TenantScope& scope, const TokenId& id, TimePoint at) {
  ARM_CHECK(transaction_.Query(
      scope, "UPDATE tokens SET revoked_at = $3 WHERE tokens.tenant_id = $1 AND tokens.id = $2",
      {id.value, Time(at)}));
  return {};
}

Result<std::int64_t> TokenStore::CountActive(const TenantScope& scope, TimePoint now) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT COUNT(*) FROM tokens AS k "
                                                "WHERE k.tenant_id = $1 AND k.revoked_at IS NULL "
                                                "AND k.expires_at > $2",
                                                {Time(now)}));
  return row ? row->Integer(0) : 0;
}

Result<std::int64_t> TokenStore::CountOtherOperators(const TenantScope& scope, const TokenId& id,
                                                     TimePoint now) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope,
                                "SELECT COUNT(*) FROM tokens AS k "
                                "WHERE k.tenant_id = $1 AND k.id <> $2 AND k.role = $3 "
                                "AND k.scopes IS NULL AND k.revoked_at IS NULL "
                                "AND k.expires_at > $4",
                                {id.value, std::string(NameOf(Role::Operator)), Time(now)}));
  return row ? row->Integer(0) : 0;
}

Result<bool> TokenStore::HasOperator(const metadata::SystemScope& scope, TimePoint now) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope,
                                "SELECT COUNT(*) FROM tokens AS k WHERE k.role = $1 "
                                "AND k.scopes IS NULL AND k.revoked_at IS NULL "
                                "AND k.expires_at > $2",
                                {std::string(NameOf(Role::Operator)), Time(now)}));
  return row && row->Integer(0) > 0;
}

Result<Page<Token>> TokenStore::List(const TenantScope& scope,
                                     const std::optional<PrincipalId>& owner, TimePoint now,
                                     const ListRequest& request) {
  metadata::Transaction::Arguments own{Time(now)};
  if (owner) {
    own.emplace_back(owner->value);
  }
  return metadata::List(transaction_, scope,
                        {TokenListing(owner.has_value()), std::move(own), request}, TokenOf);
}

}  // namespace armillary::tenancy
