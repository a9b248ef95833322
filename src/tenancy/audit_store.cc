#include "tenancy/audit_store.h"

#include <algorithm>
#include <string>

#include "metadata/list_query.h"

namespace armillary::tenancy {
namespace {

using metadata::Blob;
using metadata::OrNull;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

constexpr std::string_view kEntryColumns =
    "e.sequence, e.at, e.principal_id, e.principal_name, e.token_id, e.request_id, e.action, "
    "e.object_kind, e.object, e.object_name, e.details, e.previous_hash, e.hash";

Blob BlobOf(const Digest& digest) { return {digest.bytes.begin(), digest.bytes.end()}; }

// A hash of another length, which only tampering leaves, equals no hash.
Digest DigestOf(const Blob& bytes) {
  Digest digest;
  if (bytes.size() == digest.bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  }
  return digest;
}

AuditHead HeadOf(const std::optional<Row>& row) {
  return row ? AuditHead{row->Integer(0), DigestOf(row->Bytes(1))} : AuditHead{};
}

AuditEvent AuditEventOf(const TenantId& tenant, const Row& row) {
  return {.tenant = tenant,
          .sequence = row.Integer(0),
          .at = row.Time(1),
          .by = {row.Text(2)},
          .by_name = row.Text(3),
          .token = {row.Text(4)},
          .request = {row.Text(5)},
          .action = row.Text(6),
          .object_kind = row.Text(7),
          .object = row.Text(8),
          .object_name = row.OptionalText(9),
          .details = row.Text(10),
          .previous = DigestOf(row.Bytes(11)),
          .hash = DigestOf(row.Bytes(12))};
}

using metadata::ListSpec;
using metadata::ListType;

// The sequence alone tells two events apart; the key has to be text.
const ListSpec& EntryListing() {
  static const ListSpec spec{
      .name = "tenancy.audit",
      .select = kEntryColumns,
      .from = "audit_events AS e",
      .where = "e.tenant_id = $1",
      .columns = {{.field = "action", .sql = "e.action", .sorts = false},
                  {.field = "by_name", .sql = "e.principal_name", .sorts = false},
                  {.field = "object_kind", .sql = "e.object_kind", .sorts = false},
                  {.field = "object", .sql = "e.object", .sorts = false},
                  {.field = "object_name", .sql = "e.object_name", .sorts = false},
                  {"sequence", "e.sequence", ListType::Integer, false}},
      .default_sort = "sequence DESC",
      .key = "e.object"};
  return spec;
}

}  // namespace

Result<AuditHead> AuditStore::LockHead(const TenantScope& scope) {
  constexpr std::string_view kLock =
      "SELECT h.sequence, h.hash FROM audit_heads AS h WHERE h.tenant_id = $1 FOR UPDATE";
  ARM_TRY(auto row, transaction_.QueryOne(scope, kLock));
  if (row) {
    return HeadOf(row);
  }
  ARM_CHECK(transaction_.Query(scope,
                               "INSERT INTO audit_heads (tenant_id, sequence, hash) "
                               "VALUES ($1, $2, $3) ON CONFLICT (tenant_id) DO NOTHING",
                               {std::int64_t{0}, BlobOf(Digest{})}));
  ARM_TRY(row, transaction_.QueryOne(scope, kLock));
  return HeadOf(row);
}

Result<AuditHead> AuditStore::FindHead(const TenantScope& scope) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT h.sequence, h.hash FROM audit_heads AS h "
                                                "WHERE h.tenant_id = $1"));
  return HeadOf(row);
}

Result<void> AuditStore::Insert(const TenantScope& scope, const AuditEvent& event) {
  ARM_CHECK(transaction_.Query(
      scope,
      "INSERT INTO audit_events (tenant_id, sequence, at, principal_id, principal_name, token_id, "
      "request_id, action, object_kind, object, object_name, details, previous_hash, hash) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
      {event.sequence, Time(event.at), event.by.value, event.by_name, event.token.value,
       event.request.value, event.action, event.object_kind, event.object,
       OrNull(event.object_name), event.details, BlobOf(event.previous), BlobOf(event.hash)}));
  ARM_CHECK(transaction_.Query(
      scope, "UPDATE audit_heads SET sequence = $2, hash = $3 WHERE audit_heads.tenant_id = $1",
      {event.sequence, BlobOf(event.hash)}));
  return {};
}

Result<std::vector<AuditEvent>> AuditStore::FindAfter(const TenantScope& scope,
                                                      std::int64_t sequence, std::int64_t limit) {
  const std::string sql = "SELECT " + std::string(kEntryColumns) +
                          " FROM audit_events AS e WHERE e.tenant_id = $1 AND e.sequence > $2 "
                          "ORDER BY e.sequence LIMIT $3";
  ARM_TRY(const auto rows, transaction_.Query(scope, sql, {sequence, limit}));
  std::vector<AuditEvent> events;
  events.reserve(rows.size());
  for (const Row& row : rows) {
    events.push_back(AuditEventOf(scope.Tenant(), row));
  }
  return events;
}

Result<Page<AuditEvent>> AuditStore::List(const TenantScope& scope, const ListRequest& request) {
  return metadata::List(transaction_, scope, {EntryListing(), {}, request},
                        [&](const Row& row) { return AuditEventOf(scope.Tenant(), row); });
}

}  // namespace armillary::tenancy
