#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// Retries are safe: the first request with an Idempotency-Key leaves the id of what it made in the
// transaction that makes it, and the next one finds it there.

// The id of what an earlier request with the key of `call` made; none if there was none, or `call`
// has no key. Fails with IdempotencyKeyReused if that request was another one.
Result<std::optional<std::string>> RecallResource(metadata::Transaction& transaction,
                                                  const Access& access, const Call& call);

// Leaves `resource` for the retries of `call`.
Result<void> RememberResource(metadata::Transaction& transaction, const Access& access,
                              const Call& call, TimePoint now, const std::string& resource);

}  // namespace armillary::tenancy
