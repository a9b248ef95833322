#include "metadata/idempotency.h"

namespace armillary::metadata {
namespace {

Blob BlobOf(const Digest& digest) { return {digest.bytes.begin(), digest.bytes.end()}; }

}  // namespace

Result<std::optional<std::string>> Recall(Transaction& transaction, const TenantScope& scope,
                                          const IdempotencyKey& key, TimePoint now) {
  ARM_TRY(const auto row,
          transaction.QueryOne(
              scope,
              "SELECT request_sha256, resource FROM idempotency_keys "
              "WHERE tenant_id = $1 AND principal = $2 AND route = $3 "
              "AND idempotency_key = $4 AND created_at > $5",
              {key.principal, key.operation, key.key, Time(now - kIdempotencyMemory)}));
  if (!row) {
    return std::optional<std::string>{};
  }
  if (row->Bytes(0) != BlobOf(key.request)) {
    return Fail(ErrorCode::IdempotencyKeyReused, "the key was used for another request",
                "Idempotency-Key");
  }
  return std::optional(row->Text(1));
}

Result<void> Remember(Transaction& transaction, const TenantScope& scope, const IdempotencyKey& key,
                      TimePoint now, const std::string& resource) {
  ARM_TRY(
      [[maybe_unused]] const auto forgotten,
      transaction.Query(scope,
                        "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND principal = $2 "
                        "AND route = $3 AND idempotency_key = $4 AND created_at <= $5",
                        {key.principal, key.operation, key.key, Time(now - kIdempotencyMemory)}));
  ARM_TRY([[maybe_unused]] const auto kept,
          transaction.Query(
              scope,
              "INSERT INTO idempotency_keys (tenant_id, principal, route, "
              "idempotency_key, request_sha256, resource, created_at) "
              "VALUES ($1, $2, $3, $4, $5, $6, $7)",
              {key.principal, key.operation, key.key, BlobOf(key.request), resource, Time(now)}));
  return {};
}

Result<void> ForgetOldKeys(Transaction& transaction, const SystemScope& scope, TimePoint now) {
  ARM_TRY([[maybe_unused]] const auto forgotten,
          transaction.Query(scope, "DELETE FROM idempotency_keys WHERE created_at <= $1",
                            {Time(now - kIdempotencyMemory)}));
  return {};
}

}  // namespace armillary::metadata
