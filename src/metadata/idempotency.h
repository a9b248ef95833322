#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "metadata/database.h"

namespace armillary::metadata {

// One request that may be sent again: the key that the caller chose, apart for each principal and
// operation, and the hash of what was asked.
struct IdempotencyKey {
  std::string key;
  std::string principal;
  std::string operation;
  Digest request;
};

inline constexpr std::chrono::hours kIdempotencyMemory{24};

// What was remembered under the key within the last 24 hours; none if nothing was. Fails with
// IdempotencyKeyReused if the request was another one.
Result<std::optional<std::string>> Recall(Transaction& transaction, const TenantScope& scope,
                                          const IdempotencyKey& key, TimePoint now);

// Remembers `resource` in the transaction that makes it. Of two at once, the second fails with
// AlreadyExists or is run again, and then recalls.
Result<void> Remember(Transaction& transaction, const TenantScope& scope, const IdempotencyKey& key,
                      TimePoint now, const std::string& resource);

// Forgets what is older than 24 hours, of all tenants.
Result<void> ForgetOldKeys(Transaction& transaction, const SystemScope& scope, TimePoint now);

}  // namespace armillary::metadata
