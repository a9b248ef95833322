#pragma once

#include <functional>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "metadata/database.h"

namespace armillary::tenancy {

// What Bootstrap stands on; all must outlive the call.
struct BootstrapParts {
  metadata::Database& database;
  const keys::KeyRing& keys;
  const Clock& clock;
  Random& random;
};

// Did Bootstrap ever succeed on this database?
Result<bool> IsInstalled(metadata::Database& database, const metadata::SystemScope& scope);

// Keeps a token where the operator finds it.
using KeepToken = std::function<Result<void>(const Secret&)>;

// Makes what every platform starts from, where it is not there yet: the house, the environments
// research, staging and production, the principal `operator`, and, if no valid token of an operator
// is left, a new one. So a platform whose last operator's token has expired is opened again by a
// restart, by whoever can read its data folder.
//
// `keep` gets the new token before it becomes valid: a crash between the two leaves a token that
// opens nothing, which the next start replaces, and never one that nobody knows. If `keep` fails,
// so does this, and nothing is made.
Result<void> Bootstrap(const BootstrapParts& parts, const metadata::SystemScope& scope,
                       const KeepToken& keep);

}  // namespace armillary::tenancy
