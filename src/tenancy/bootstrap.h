#pragma once

#include <optional>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "metadata/database.h"

namespace armillary::tenancy {

// Makes what every platform starts from, where it is not there yet: the house, the environments
// research, staging and production, the principal `operator`, and, if no valid token of an operator
// is left, a new one, which it returns. So a platform whose last operator's token has expired is
// opened again by a restart, by whoever can read its data folder.
Result<std::optional<Secret>> Bootstrap(metadata::Database& database,
                                        const metadata::SystemScope& scope,
                                        const keys::KeyRing& keys, const Clock& clock,
                                        Random& random);

}  // namespace armillary::tenancy
