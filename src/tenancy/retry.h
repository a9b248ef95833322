#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// The id of what the same request made before, if it carries an idempotency key that was used.
// Fails with IdempotencyKeyReused where the key was another request's.
Result<std::optional<std::string>> FindEarlier(metadata::Transaction& transaction,
                                               const Access& access, const Call& call,
                                               TimePoint now);

// Remembers, in the transaction that made it, what the request made; nothing without a key.
Result<void> RememberMade(metadata::Transaction& transaction, const Access& access,
                          const Call& call, TimePoint now, const std::string& id);

}  // namespace armillary::tenancy
