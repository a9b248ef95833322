#include "metadata/idempotency.h"

#include <utility>

namespace armillary::metadata {

Result<std::optional<std::string>> Recall(Transaction& transaction, const TenantScope& scope,
                                          const IdempotencyKey& key) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope,
                               "SELECT request_sha256, resource FROM idempotency_keys "
                               "WHERE tenant_id = $1 AND principal = $2 AND route = $3 "
                               "AND idempotency_key = $4",
                               {key.principal, key.route, key.key}));
  if (!row) {
    return std::nullopt;
  }
  if (row->Bytes(0) != Blob(key.request.bytes.begin(), key.request.bytes.end())) {
    return Fail(ErrorCode::IdempotencyKeyReused, "the idempotency key was used for another request",
                "Idempotency-Key");
  }
  return row->Text(1);
}

Result<void> Remember(Transaction& transaction, const TenantScope& scope, const IdempotencyKey& key,
                      const std::string& resource, TimePoint now) {
  const auto added = transaction.Query(
      scope,
      "INSERT INTO idempotency_keys (tenant_id, principal, route, idempotency_key, "
      "request_sha256, resource, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {key.principal, key.route, key.key, Blob(key.request.bytes.begin(), key.request.bytes.end()),
       resource, Time(now)});
  if (!added && added.error().code == ErrorCode::AlreadyExists) {
    return Fail(ErrorCode::IdempotencyInProgress,
                "another request with this idempotency key came first");
  }
  if (!added) {
    return Fail(added.error());
  }
  return {};
}

Result<std::int64_t> ForgetOldAnswers(Transaction& transaction, const SystemScope& scope,
                                      TimePoint now, std::int64_t most) {
  ARM_TRY(const auto rows,
          transaction.Query(
              scope,
              "DELETE FROM idempotency_keys WHERE (tenant_id, principal, route, idempotency_key) "
              "IN (SELECT tenant_id, principal, route, idempotency_key FROM idempotency_keys "
              "WHERE created_at < $1 ORDER BY created_at LIMIT $2) RETURNING created_at",
              {Time(now - kIdempotencyPeriod), most}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace armillary::metadata
