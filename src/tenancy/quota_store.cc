#include "tenancy/quota_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

Usage CountsOf(const Row& row) {
  return {.models = row.Integer(0), .versions = row.Integer(1), .stored_bytes = row.Integer(2)};
}

}  // namespace

Result<std::optional<Quotas>> QuotaStore::Find(const TenantScope& scope) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope,
                                "SELECT q.models, q.versions, q.stored_bytes, q.principals, "
                                "q.tokens, q.requests_per_second, q.updated_at, q.revision "
                                "FROM quotas AS q WHERE q.tenant_id = $1"));
  if (!row) {
    return std::nullopt;
  }
  return Quotas{.limits = {.models = row->Integer(0),
                           .versions = row->Integer(1),
                           .stored_bytes = row->Integer(2),
                           .principals = row->Integer(3),
                           .tokens = row->Integer(4),
                           .requests_per_second = row->Integer(5)},
                .used = {},
                .updated_at = row->Time(6),
                .revision = row->Integer(7)};
}

Result<QuotaLimits> QuotaStore::FindLimits(const TenantScope& scope) {
  ARM_TRY(const auto quotas, Find(scope));
  return quotas ? quotas->limits : QuotaLimits{};
}

Result<void> QuotaStore::Put(const TenantScope& scope, const Quotas& quotas) {
  const QuotaLimits& limits = quotas.limits;
  ARM_CHECK(transaction_.Query(
      scope,
      "INSERT INTO quotas (tenant_id, models, versions, stored_bytes, principals, tokens, "
      "requests_per_second, updated_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
      "ON CONFLICT (tenant_id) DO UPDATE SET models = $2, versions = $3, stored_bytes = $4, "
      "principals = $5, tokens = $6, requests_per_second = $7, updated_at = $8, revision = $9",
      {limits.models, limits.versions, limits.stored_bytes, limits.principals, limits.tokens,
       limits.requests_per_second, Time(quotas.updated_at), quotas.revision}));
  return {};
}

Result<Usage> QuotaStore::FindCounts(const TenantScope& scope) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT u.models, u.versions, u.stored_bytes "
                                                "FROM usage_counts AS u WHERE u.tenant_id = $1"));
  return row ? CountsOf(*row) : Usage{};
}

Result<Usage> QuotaStore::AddCounts(const TenantScope& scope, const UsageChange& change) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(
              scope,
              "INSERT INTO usage_counts (tenant_id, models, versions, stored_bytes) "
              "VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id) DO UPDATE SET "
              "models = usage_counts.models + $2, versions = usage_counts.versions + $3, "
              "stored_bytes = usage_counts.stored_bytes + $4 "
              "RETURNING models, versions, stored_bytes",
              {change.models, change.versions, change.stored_bytes}));
  if (!row) {
    return Fail(ErrorCode::Internal, "the usage was not counted");
  }
  return CountsOf(*row);
}

}  // namespace armillary::tenancy
