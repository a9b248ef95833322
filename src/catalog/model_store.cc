#include "catalog/model_store.h"

#include <bit>
#include <fmt/format.h>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "base/assert.h"
#include "metadata/list_query.h"

namespace armillary::catalog {
namespace {

using metadata::ListType;
using metadata::Row;
using metadata::TenantScope;
using metadata::Transaction;

constexpr std::string_view kSummaryColumns =
    "v.id, v.model_id, m.name, m.kind, v.number, v.state, v.digest, v.size_bytes, v.size_class, "
    "v.created_at, v.created_by";
constexpr std::string_view kVersionTables =
    "model_versions v JOIN models m ON m.tenant_id = $1 AND m.id = v.model_id";

std::string SelectVersion(std::string_view condition) {
  return fmt::format(
      "SELECT {}, v.inputs, v.outputs, v.signature FROM {} WHERE v.tenant_id = $1 AND {}",
      kSummaryColumns, kVersionTables, condition);
}

const metadata::ListSpec kModelList{
    .name = "catalog.models",
    .select = "m.id, m.name, m.kind, m.latest_version, m.created_at, m.created_by, m.updated_at",
    .from = "models m",
    .where = "m.tenant_id = $1",
    .columns = {{"name", "m.name"},
                {"kind", "m.kind", ListType::Text, true, false},
                {"created_at", "m.created_at", ListType::Time, false},
                {"updated_at", "m.updated_at", ListType::Time, false}},
    .default_sort = "name ASC",
    .key = "m.id"};

const metadata::ListSpec kVersionList{
    .name = "catalog.versions",
    .select = kSummaryColumns,
    .from = kVersionTables,
    .where = "v.tenant_id = $1 AND v.model_id = $2",
    .columns = {{"state", "v.state", ListType::Text, true, false},
                {"size_class", "v.size_class", ListType::Text, true, false},
                {"digest", "'sha256=' || v.digest", ListType::Text, true, false},
                {"number", "v.number", ListType::Integer, false},
                {"created_at", "v.created_at", ListType::Time, false},
                {"size_bytes", "v.size_bytes", ListType::Integer, false}},
    .default_sort = "number DESC",
    .key = "v.id"};

inference::SizeClass SizeClassFromName(std::string_view name) {
  using enum inference::SizeClass;
  for (const auto size : {Small, Medium, Large}) {
    if (inference::ClassName(size) == name) {
      return size;
    }
  }
  ARM_ASSERT(false);
  return Large;
}

inference::ModelKind KindFromName(const std::string& name) {
  const auto kind = inference::ParseKind(name);
  ARM_ASSERT(kind.has_value());
  return *kind;
}

Digest DigestFromRow(const std::string& hex) {
  const auto digest = Digest::FromHex(hex);
  ARM_ASSERT(digest.has_value());
  return *digest;
}

Model ReadModel(const Row& row) {
  return Model{.id = {row.Text(0)},
               .name = {row.Text(1)},
               .kind = KindFromName(row.Text(2)),
               .latest_version = row.Integer(3),
               .created_at = row.Time(4),
               .created_by = {row.Text(5)},
               .updated_at = row.Time(6)};
}

Version ReadSummary(const Row& row) {
  return Version{.id = {row.Text(0)},
                 .model_id = {row.Text(1)},
                 .model = {row.Text(2)},
                 .kind = KindFromName(row.Text(3)),
                 .number = row.Integer(4),
                 .state = StateFromName(row.Text(5)),
                 .digest = DigestFromRow(row.Text(6)),
                 .size_bytes = row.Integer(7),
                 .size_class = SizeClassFromName(row.Text(8)),
                 .inputs_json = {},
                 .outputs_json = {},
                 .signature_json = {},
                 .created_at = row.Time(9),
                 .created_by = {row.Text(10)},
                 .admission = {}};
}

Version ReadVersion(const Row& row) {
  Version version = ReadSummary(row);
  version.inputs_json = row.Text(11);
  version.outputs_json = row.Text(12);
  version.signature_json = row.Text(13);
  return version;
}

// The number of ids is rounded up, by repeating the last one, so that there are few statements.
std::string AdmissionSql(std::size_t versions) {
  std::string sql =
      "SELECT version_id, step, state, code, message FROM admission_steps "
      "WHERE tenant_id = $1 AND version_id IN ($2";
  for (std::size_t i = 1; i < std::bit_ceil(versions); ++i) {
    sql += fmt::format(", ${}", i + 2);
  }
  return sql + ") ORDER BY version_id, position";
}

// Of all of `versions` by one statement.
Result<void> FillAdmission(Transaction& transaction, const TenantScope& scope,
                           std::span<Version> versions) {
  if (versions.empty()) {
    return {};
  }
  std::map<std::string_view, std::vector<AdmissionStep>*> steps_of;
  Transaction::Arguments ids;
  for (Version& version : versions) {
    steps_of.emplace(version.id.value, &version.admission);
    ids.emplace_back(version.id.value);
  }
  ids.resize(std::bit_ceil(versions.size()), ids.back());
  ARM_TRY(const auto rows, transaction.Query(scope, AdmissionSql(versions.size()), std::move(ids)));
  for (const Row& row : rows) {
    steps_of.at(row.Text(0))->push_back({row.Text(1), row.Text(2), row.Text(3), row.Text(4)});
  }
  return {};
}

Result<std::optional<Version>> WithAdmission(Transaction& transaction, const TenantScope& scope,
                                             const std::optional<Row>& row) {
  if (!row) {
    return std::optional<Version>{};
  }
  Version version = ReadVersion(*row);
  ARM_CHECK(FillAdmission(transaction, scope, std::span(&version, 1)));
  return std::optional(std::move(version));
}

NamedContent ReadContent(const Row& row) {
  return {.tenant = {row.Text(0)},
          .version = {row.Text(1)},
          .number = row.Integer(2),
          .digest_hex = row.Text(3),
          .size_bytes = row.Integer(4)};
}

}  // namespace

Result<std::optional<Model>> FindModel(Transaction& transaction, const TenantScope& scope,
                                       const ModelName& name) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope,
                               "SELECT id, name, kind, latest_version, created_at, created_by, "
                               "updated_at FROM models WHERE tenant_id = $1 AND name = $2",
                               {name.value}));
  return row ? std::optional(ReadModel(*row)) : std::nullopt;
}

Result<Model> FindOrInsertModel(Transaction& transaction, const TenantScope& scope,
                                const Model& fresh) {
  ARM_TRY([[maybe_unused]] const auto inserted,
          transaction.Query(
              scope,
              "INSERT INTO models (tenant_id, id, name, kind, latest_version, "
              "created_at, created_by, updated_at) "
              "VALUES ($1, $2, $3, $4, 0, $5, $6, $5) "
              "ON CONFLICT (tenant_id, name) DO NOTHING",
              {fresh.id.value, fresh.name.value, std::string(inference::KindName(fresh.kind)),
               metadata::Time(fresh.created_at), fresh.created_by.value}));
  ARM_TRY(auto model, FindModel(transaction, scope, fresh.name));
  if (!model) {
    return Fail(ErrorCode::Internal, "a model that was just made is not there");
  }
  return *std::move(model);
}

Result<std::int64_t> TakeVersionNumber(Transaction& transaction, const TenantScope& scope,
                                       const ModelId& model, TimePoint now) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope,
                               "UPDATE models SET latest_version = latest_version + 1, "
                               "updated_at = $3 WHERE tenant_id = $1 AND id = $2 "
                               "RETURNING latest_version",
                               {model.value, metadata::Time(now)}));
  if (!row) {
    return Fail(ErrorCode::NotFound, "no such model");
  }
  return row->Integer(0);
}

Result<void> InsertVersion(Transaction& transaction, const TenantScope& scope,
                           const Version& version) {
  ARM_TRY([[maybe_unused]] const auto inserted,
          transaction.Query(
              scope,
              "INSERT INTO model_versions (tenant_id, id, model_id, number, state, digest, "
              "size_bytes, size_class, inputs, outputs, signature, created_at, created_by) "
              "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
              {version.id.value, version.model_id.value, version.number,
               std::string(StateName(version.state)), version.digest.ToHex(), version.size_bytes,
               std::string(inference::ClassName(version.size_class)), version.inputs_json,
               version.outputs_json, version.signature_json, metadata::Time(version.created_at),
               version.created_by.value}));
  std::int64_t position = 0;
  for (const AdmissionStep& step : version.admission) {
    ARM_TRY([[maybe_unused]] const auto added,
            transaction.Query(scope,
                              "INSERT INTO admission_steps (tenant_id, version_id, position, step, "
                              "state, code, message, at) "
                              "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                              {version.id.value, ++position, step.step, step.state, step.code,
                               step.message, metadata::Time(version.created_at)}));
  }
  return {};
}

Result<std::optional<Version>> FindVersion(Transaction& transaction, const TenantScope& scope,
                                           const ModelName& model, std::int64_t number) {
  static const std::string kSql = SelectVersion("m.name = $2 AND v.number = $3");
  ARM_TRY(const auto row, transaction.QueryOne(scope, kSql, {model.value, number}));
  return WithAdmission(transaction, scope, row);
}

Result<std::optional<Version>> FindVersionById(Transaction& transaction, const TenantScope& scope,
                                               const VersionId& id) {
  static const std::string kSql = SelectVersion("v.id = $2");
  ARM_TRY(const auto row, transaction.QueryOne(scope, kSql, {id.value}));
  return WithAdmission(transaction, scope, row);
}

Result<Page<Model>> ListModels(Transaction& transaction, const TenantScope& scope,
                               const ListRequest& request) {
  return metadata::List(transaction, scope, {kModelList, {}, request}, ReadModel);
}

Result<Page<Version>> ListVersions(Transaction& transaction, const TenantScope& scope,
                                   const ModelId& model, const ListRequest& request) {
  ARM_TRY(auto page,
          metadata::List(transaction, scope, {kVersionList, {model.value}, request}, ReadSummary));
  ARM_CHECK(FillAdmission(transaction, scope, page.items));
  return page;
}

Result<bool> IsContentNamed(Transaction& transaction, const metadata::SystemScope& scope,
                            const TenantId& tenant, std::string_view digest_hex) {
  ARM_TRY(const auto rows,
          transaction.Query(scope,
                            "SELECT 1 FROM model_versions WHERE tenant_id = $1 AND digest = $2 "
                            "LIMIT 1",
                            {tenant.value, std::string(digest_hex)}));
  return !rows.empty();
}

Result<std::optional<NamedContent>> FindContent(Transaction& transaction,
                                                const metadata::SystemScope& scope,
                                                const TenantId& tenant, const VersionId& version) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope,
                               "SELECT tenant_id, id, number, digest, size_bytes "
                               "FROM model_versions WHERE tenant_id = $1 AND id = $2",
                               {tenant.value, version.value}));
  return row ? std::optional(ReadContent(*row)) : std::nullopt;
}

Result<std::vector<NamedContent>> ListContent(Transaction& transaction,
                                              const metadata::SystemScope& scope,
                                              const NamedContent& after, std::int64_t limit) {
  ARM_TRY(const auto rows,
          transaction.Query(scope,
                            "SELECT tenant_id, id, number, digest, size_bytes FROM model_versions "
                            "WHERE tenant_id > $1 OR (tenant_id = $1 AND id > $2) "
                            "ORDER BY tenant_id, id LIMIT $3",
                            {after.tenant.value, after.version.value, limit}));
  std::vector<NamedContent> contents;
  for (const Row& row : rows) {
    contents.push_back(ReadContent(row));
  }
  return contents;
}

}  // namespace armillary::catalog
