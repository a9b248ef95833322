#include "deployments/deployment_store.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>

#include "base/assert.h"
#include "metadata/list_query.h"

namespace armillary::deployments {
namespace {

using metadata::ListType;
using metadata::Row;
using metadata::TenantScope;
using metadata::Transaction;
using metadata::Value;

constexpr std::string_view kColumns =
    "d.id, d.tenant_id, d.model_id, m.name, d.environment, d.sequence, d.action, "
    "d.version_id, d.version, d.digest, d.size_bytes, d.previous_version_id, d.previous_version, "
    "d.previous_digest, d.previous_size_bytes, d.at, d.by_id, d.by_name, d.signing_key, "
    "d.signature, d.position";
constexpr std::size_t kPositionColumn = 20;

constexpr std::string_view kTables =
    "deployments d JOIN models m ON m.tenant_id = $1 AND m.id = d.model_id";
constexpr std::string_view kCurrentTables =
    "current_deployments c "
    "JOIN deployments d ON d.tenant_id = $1 AND d.id = c.deployment_id "
    "JOIN models m ON m.tenant_id = $1 AND m.id = d.model_id";

const metadata::ListColumn kAction{"action", "d.action", ListType::Text, true, false};
const metadata::ListColumn kState{"state",
                                  "CASE WHEN d.version IS NULL THEN 'stopped' ELSE 'live' END",
                                  ListType::Text, true, false};
const metadata::ListColumn kByName{"by_name", "d.by_name", ListType::Text, true, false};

const metadata::ListSpec kCurrentList{.name = "deployments.current",
                                      .select = kColumns,
                                      .from = kCurrentTables,
                                      .where = "c.tenant_id = $1 AND c.environment = $2",
                                      .columns = {{"model", "m.name"},
                                                  kState,
                                                  kAction,
                                                  kByName,
                                                  {"at", "d.at", ListType::Time, false}},
                                      .default_sort = "model ASC",
                                      .key = "d.id"};

const metadata::ListSpec kHistoryList{
    .name = "deployments.history",
    .select = kColumns,
    .from = kTables,
    .where = "d.tenant_id = $1 AND d.model_id = $2 AND d.environment = $3",
    .columns = {kAction, kState, kByName, {"sequence", "d.sequence", ListType::Integer, false}},
    .default_sort = "sequence DESC",
    .key = "d.id"};

std::string Select(std::string_view tables, std::string_view condition) {
  return fmt::format("SELECT {} FROM {} WHERE {}", kColumns, tables, condition);
}

std::optional<serving::DeployedVersion> ReadDeployed(const Row& row, std::size_t first) {
  const auto id = row.OptionalText(first);
  if (!id) {
    return std::nullopt;
  }
  return serving::DeployedVersion{.number = row.Integer(first + 1),
                                  .id = {*id},
                                  .digest = Digest::FromHex(row.Text(first + 2)).value_or(Digest{}),
                                  .size_bytes = static_cast<std::uint64_t>(row.Integer(first + 3))};
}

keys::Signature ReadSignature(const Row& row) {
  keys::Signature signature{.key = {row.Text(18)}};
  const auto& bytes = row.Bytes(19);
  if (bytes.size() == signature.bytes.size()) {
    std::ranges::copy(bytes, signature.bytes.begin());
  }
  return signature;
}

// A row that somebody altered reads as an entry whose signature does not hold: then this model is
// not served, and every other is.
Entry ReadEntry(const Row& row) {
  return Entry{.id = {row.Text(0)},
               .action = ActionFromName(row.Text(6)),
               .served = {.key = {.tenant = {row.Text(1)},
                                  .environment = {row.Text(4)},
                                  .model = {row.Text(3)}},
                          .model = {row.Text(2)},
                          .entry = row.Integer(5),
                          .live = ReadDeployed(row, 7),
                          .previous = ReadDeployed(row, 11),
                          .since = row.Time(15),
                          .signature = ReadSignature(row)},
               .by = {row.Text(16)},
               .by_name = row.Text(17)};
}

std::optional<Entry> ReadOptional(const std::optional<Row>& row) {
  return row ? std::optional(ReadEntry(*row)) : std::nullopt;
}

void AppendDeployed(std::vector<Value>& values,
                    const std::optional<serving::DeployedVersion>& version) {
  if (!version) {
    values.insert(values.end(), 4, Value());
    return;
  }
  values.emplace_back(version->id.value);
  values.emplace_back(version->number);
  values.emplace_back(version->digest.ToHex());
  values.emplace_back(static_cast<std::int64_t>(version->size_bytes));
}

Result<std::int64_t> TakePosition(Transaction& transaction, const TenantScope& scope) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope,
                               "UPDATE deployment_position SET position = position + 1 "
                               "WHERE id = 1 RETURNING position"));
  if (!row) {
    return Fail(ErrorCode::Internal, "the deployment log has no position");
  }
  return row->Integer(0);
}

std::vector<Value> ValuesOf(const Entry& entry, std::int64_t position) {
  const serving::Deployment& served = entry.served;
  std::vector<Value> values{
      entry.id.value, served.model.value, served.key.environment.value,
      served.entry,   position,           std::string(ActionName(entry.action))};
  AppendDeployed(values, served.live);
  AppendDeployed(values, served.previous);
  values.insert(
      values.end(),
      {metadata::Time(served.since), Value(entry.by.value), Value(entry.by_name),
       Value(served.signature.key.value),
       Value(metadata::Blob(served.signature.bytes.begin(), served.signature.bytes.end()))});
  return values;
}

// Moves the pointer of the address on from the entry before; no row came back: somebody else did.
Result<void> MoveCurrent(Transaction& transaction, const TenantScope& scope, const Entry& entry) {
  const serving::Deployment& served = entry.served;
  ARM_TRY(const auto moved,
          transaction.QueryOne(
              scope,
              "INSERT INTO current_deployments "
              "(tenant_id, model_id, environment, sequence, deployment_id) "
              "VALUES ($1, $2, $3, $4, $5) "
              "ON CONFLICT (tenant_id, model_id, environment) DO UPDATE "
              "SET sequence = excluded.sequence, deployment_id = excluded.deployment_id "
              "WHERE current_deployments.sequence = excluded.sequence - 1 RETURNING sequence",
              {served.model.value, served.key.environment.value, served.entry, entry.id.value}));
  if (!moved) {
    return Fail(ErrorCode::Conflict, "another deployment of this model came first");
  }
  return {};
}

}  // namespace

Result<std::optional<Entry>> FindCurrent(Transaction& transaction, const TenantScope& scope,
                                         const LogAddress& address) {
  static const std::string kSql =
      Select(kCurrentTables, "c.tenant_id = $1 AND c.model_id = $2 AND c.environment = $3");
  ARM_TRY(const auto row,
          transaction.QueryOne(scope, kSql, {address.model.value, address.environment.value}));
  return ReadOptional(row);
}

Result<std::optional<Entry>> FindEntry(Transaction& transaction, const TenantScope& scope,
                                       const DeploymentId& id) {
  static const std::string kSql = Select(kTables, "d.tenant_id = $1 AND d.id = $2");
  ARM_TRY(const auto row, transaction.QueryOne(scope, kSql, {id.value}));
  return ReadOptional(row);
}

Result<std::optional<Entry>> FindEntryAt(Transaction& transaction, const TenantScope& scope,
                                         const LogAddress& address, TimePoint at) {
  static const std::string kSql =
      Select(kTables,
             "d.tenant_id = $1 AND d.model_id = $2 AND d.environment = $3 AND d.at <= $4 "
             "ORDER BY d.sequence DESC LIMIT 1");
  ARM_TRY(const auto row,
          transaction.QueryOne(
              scope, kSql, {address.model.value, address.environment.value, metadata::Time(at)}));
  return ReadOptional(row);
}

Result<void> InsertEntry(Transaction& transaction, const TenantScope& scope, const Entry& entry) {
  ARM_TRY(const std::int64_t position, TakePosition(transaction, scope));
  ARM_TRY([[maybe_unused]] const auto inserted,
          transaction.Query(scope,
                            "INSERT INTO deployments (tenant_id, id, model_id, environment, "
                            "sequence, position, action, version_id, version, digest, size_bytes, "
                            "previous_version_id, previous_version, previous_digest, "
                            "previous_size_bytes, at, by_id, by_name, signing_key, signature) "
                            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
                            "$15, $16, $17, $18, $19, $20)",
                            ValuesOf(entry, position)));
  return MoveCurrent(transaction, scope, entry);
}

Result<Page<Entry>> ListCurrent(Transaction& transaction, const TenantScope& scope,
                                const EnvironmentName& environment, const ListRequest& request) {
  return metadata::List(transaction, scope, {kCurrentList, {environment.value}, request},
                        ReadEntry);
}

Result<Page<Entry>> ListHistory(Transaction& transaction, const TenantScope& scope,
                                const LogAddress& address, const ListRequest& request) {
  return metadata::List(transaction, scope,
                        {kHistoryList, {address.model.value, address.environment.value}, request},
                        ReadEntry);
}

Result<std::int64_t> LastPosition(Transaction& transaction, const metadata::SystemScope& scope) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope, "SELECT position FROM deployment_position WHERE id = 1"));
  return row ? row->Integer(0) : 0;
}

Result<std::vector<PlacedEntry>> ListCurrentAfter(Transaction& transaction,
                                                  const metadata::SystemScope& scope,
                                                  std::int64_t position, std::int64_t limit) {
  static const std::string kSql = Select(
      "deployments d JOIN current_deployments c "
      "ON c.tenant_id = d.tenant_id AND c.model_id = d.model_id "
      "AND c.environment = d.environment AND c.deployment_id = d.id "
      "JOIN models m ON m.tenant_id = d.tenant_id AND m.id = d.model_id",
      "d.position > $1 ORDER BY d.position LIMIT $2");
  ARM_TRY(const auto rows, transaction.Query(scope, kSql, {position, limit}));
  std::vector<PlacedEntry> entries;
  entries.reserve(rows.size());
  for (const Row& row : rows) {
    entries.push_back({row.Integer(kPositionColumn), ReadEntry(row)});
  }
  return entries;
}

}  // namespace armillary::deployments
