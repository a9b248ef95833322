#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "metadata/database.h"

namespace armillary::metadata {

// What makes a request the same request: its key, who sent it where, and the hash of its body.
struct IdempotencyKey {
  std::string key;
  std::string principal;
  std::string route;
  Digest request;
};

// How long an answer is kept.
inline constexpr std::chrono::hours kIdempotencyPeriod{24};

// The answer that an earlier request with this key left, if any. Fails with IdempotencyKeyReused
// if that request was another one.
Result<std::optional<std::string>> Recall(Transaction& transaction, const TenantScope& scope,
                                          const IdempotencyKey& key);

// Leaves `resource` as the answer, in the transaction that has the effect. Fails with
// IdempotencyInProgress if another request with this key has done so since Recall.
Result<void> Remember(Transaction& transaction, const TenantScope& scope, const IdempotencyKey& key,
                      const std::string& resource, TimePoint now);

// Removes answers of all tenants that are older than the period, at most `most` of them, and says
// how many.
Result<std::int64_t> ForgetOldAnswers(Transaction& transaction, const SystemScope& scope,
                                      TimePoint now, std::int64_t most);

}  // namespace armillary::metadata
