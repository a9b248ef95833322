#include "tenancy/directory_store.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/assert.h"
#include "tenancy/quota.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Row;
using metadata::Time;

constexpr std::string_view kTenantColumns =
    "t.id, t.name, t.state, q.requests_per_second, t.display_name";
constexpr std::string_view kTenantTables =
    " FROM tenants AS t LEFT JOIN quotas AS q ON q.tenant_id = t.id ";
constexpr std::string_view kTokenTables =
    " FROM tokens AS k JOIN principals AS p "
    "ON p.tenant_id = k.tenant_id AND p.id = k.principal_id ";

// In the order of the enum DirectoryKind.
constexpr std::array<std::string_view, 4> kKindNames{"tenant", "token", "person", "session"};

std::string_view NameOfKind(DirectoryKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

// What a newer process names is of no kind that is kept here: a token that there is not.
DirectoryKind KindOf(std::string_view name) {
  const auto* const found = std::ranges::find(kKindNames, name);
  return found == kKindNames.end() ? DirectoryKind::Token
                                   : static_cast<DirectoryKind>(found - kKindNames.begin());
}

std::string TokenSelect() {
  return "SELECT " + std::string(kTokenColumns) + ", k.tenant_id" + std::string(kTokenTables);
}

TenantRecord TenantRecordOf(const Row& row) {
  const auto state = TenantStateFromName(row.Text(2));
  ARM_ASSERT(state);
  return {.id = {row.Text(0)},
          .name = {row.Text(1)},
          .state = *state,
          .requests_per_second = row.OptionalInteger(3).value_or(QuotaLimits{}.requests_per_second),
          .display_name = row.OptionalText(4)};
}

// What the log says of one object; `Scope` is of the tenant or of the platform.
struct Logged {
  DirectoryKind kind;
  const TenantId& tenant;
  const std::string& object;
  TimePoint at;
};

template <class Scope>
Result<std::int64_t> AppendChange(metadata::Transaction& transaction, const Scope& scope,
                                  const Logged& change) {
  ARM_TRY(const auto head,
          transaction.QueryOne(scope,
                               "UPDATE directory_head SET sequence = directory_head.sequence + 1 "
                               "WHERE directory_head.id = $1 RETURNING sequence",
                               {std::int64_t{1}}));
  if (!head) {
    return Fail(ErrorCode::DatabaseCorrupt, "the directory's head is missing");
  }
  const std::int64_t sequence = head->Integer(0);
  ARM_CHECK(transaction.Query(
      scope,
      "INSERT INTO directory_changes (sequence, kind, tenant, object, changed_at) "
      "VALUES ($1, $2, $3, $4, $5)",
      {sequence, std::string(NameOfKind(change.kind)), change.tenant.value, change.object,
       Time(change.at)}));
  return sequence;
}

}  // namespace

std::shared_ptr<const TokenRecord> MakeTokenRecord(const TokenStore::Found& found,
                                                   std::shared_ptr<const TenantRecord> tenant,
                                                   std::int64_t change) {
  const Token& token = found.token;
  auto record = std::make_shared<TokenRecord>();
  record->identity = {.principal = token.principal,
                      .principal_name = token.principal_name,
                      .kind = found.kind,
                      .token = token.id,
                      .tenant = std::move(tenant),
                      .environment = token.environment,
                      .role = token.role,
                      .scopes = token.scopes,
                      .models = token.models,
                      .expires_at = token.expires_at};
  record->hash = found.hash;
  record->revoked = token.revoked_at.has_value();
  record->change = change;
  return record;
}

Result<std::int64_t> LogDirectoryChange(metadata::Transaction& transaction,
                                        const metadata::TenantScope& scope, DirectoryKind kind,
                                        const std::string& object, TimePoint now) {
  return AppendChange(transaction, scope, {kind, scope.Tenant(), object, now});
}

Result<std::int64_t> LogDirectoryChange(metadata::Transaction& transaction,
                                        const metadata::SystemScope& scope, DirectoryKind kind,
                                        const std::string& object, TimePoint now) {
  return AppendChange(transaction, scope, {kind, TenantId{}, object, now});
}

Result<std::int64_t> DirectoryStore::Head() {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope_, "SELECT h.sequence FROM directory_head AS h"));
  if (!row) {
    return Fail(ErrorCode::DatabaseCorrupt, "the directory's head is missing");
  }
  return row->Integer(0);
}

Result<std::vector<DirectoryStore::Change>> DirectoryStore::FindChanges(std::int64_t sequence,
                                                                        std::int64_t limit) {
  ARM_TRY(const auto rows, transaction_.Query(scope_,
                                              "SELECT c.sequence, c.kind, c.tenant, c.object "
                                              "FROM directory_changes AS c WHERE c.sequence > $1 "
                                              "ORDER BY c.sequence LIMIT $2",
                                              {sequence, limit}));
  std::vector<Change> changes;
  for (const Row& row : rows) {
    changes.push_back({.sequence = row.Integer(0),
                       .kind = KindOf(row.Text(1)),
                       .tenant = {row.Text(2)},
                       .object = row.Text(3)});
  }
  return changes;
}

Result<void> DirectoryStore::RemoveChangesBefore(TimePoint time) {
  ARM_CHECK(transaction_.Query(
      scope_, "DELETE FROM directory_changes WHERE directory_changes.changed_at < $1",
      {Time(time)}));
  return {};
}

Result<std::set<EnvironmentName>> DirectoryStore::FindEnvironments() {
  ARM_TRY(const auto rows, transaction_.Query(scope_, "SELECT e.name FROM environments AS e"));
  std::set<EnvironmentName> names;
  for (const Row& row : rows) {
    names.insert({row.Text(0)});
  }
  return names;
}

Result<std::vector<TenantRecord>> DirectoryStore::FindTenants(const TenantId& after,
                                                              std::int64_t limit) {
  const std::string sql = "SELECT " + std::string(kTenantColumns) + std::string(kTenantTables) +
                          "WHERE t.id > $1 ORDER BY t.id LIMIT $2";
  ARM_TRY(const auto rows, transaction_.Query(scope_, sql, {after.value, limit}));
  std::vector<TenantRecord> records;
  records.reserve(rows.size());
  for (const Row& row : rows) {
    records.push_back(TenantRecordOf(row));
  }
  return records;
}

Result<std::optional<TenantRecord>> DirectoryStore::FindTenant(const TenantId& id) {
  const std::string sql =
      "SELECT " + std::string(kTenantColumns) + std::string(kTenantTables) + "WHERE t.id = $1";
  ARM_TRY(const auto row, transaction_.QueryOne(scope_, sql, {id.value}));
  if (!row) {
    return std::nullopt;
  }
  return TenantRecordOf(*row);
}

Result<std::vector<DirectoryStore::TokenRow>> DirectoryStore::FindTokens(const TokenKey& after,
                                                                         std::int64_t limit) {
  const std::string sql = TokenSelect() +
                          "WHERE (k.tenant_id, k.id) > ($1, $2) "
                          "ORDER BY k.tenant_id, k.id LIMIT $3";
  ARM_TRY(const auto rows,
          transaction_.Query(scope_, sql, {after.tenant.value, after.token.value, limit}));
  std::vector<TokenRow> found;
  found.reserve(rows.size());
  for (const Row& row : rows) {
    found.push_back({.tenant = {row.Text(kTokenColumnCount)}, .found = FoundTokenOf(row)});
  }
  return found;
}

Result<std::optional<TokenStore::Found>> DirectoryStore::FindToken(const TokenKey& key) {
  const std::string sql = TokenSelect() + "WHERE k.tenant_id = $1 AND k.id = $2";
  ARM_TRY(const auto row, transaction_.QueryOne(scope_, sql, {key.tenant.value, key.token.value}));
  if (!row) {
    return std::nullopt;
  }
  return FoundTokenOf(*row);
}

Result<void> DirectoryStore::RemoveTokensEndedBefore(TimePoint time, std::int64_t limit,
                                                     TimePoint now) {
  ARM_TRY(
      const auto rows,
      transaction_.Query(scope_,
                         "DELETE FROM tokens WHERE (tenant_id, id) IN (SELECT k.tenant_id, k.id "
                         "FROM tokens AS k WHERE k.expires_at < $1 OR k.revoked_at < $1 LIMIT $2) "
                         "RETURNING tenant_id, id",
                         {Time(time), limit}));
  for (const Row& row : rows) {
    const TenantId tenant{row.Text(0)};
    ARM_CHECK(AppendChange(transaction_, scope_, {DirectoryKind::Token, tenant, row.Text(1), now}));
  }
  return {};
}

Result<void> DirectoryStore::UpdateLastUse(const Directory::Use& use) {
  ARM_CHECK(transaction_.Query(
      scope_,
      "UPDATE tokens SET last_used_at = $1 WHERE tokens.tenant_id = $2 AND tokens.id = $3 "
      "AND (tokens.last_used_at IS NULL OR tokens.last_used_at < $1)",
      {Time(use.at), use.tenant.value, use.token.value}));
  return {};
}

}  // namespace armillary::tenancy
