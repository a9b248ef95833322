#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "serving/deployment.h"

namespace armillary::deployments {

enum class Action : std::uint8_t { Deploy, Rollback, Stop };

std::string_view ActionName(Action action);
// Stop where the name is none.
Action ActionFromName(std::string_view name);

// One entry of the log: what is live of a model in an environment since `served.since`, who made
// it so, and how. The last entry of an address says what is live there.
struct Entry {
  DeploymentId id;
  Action action = Action::Deploy;
  serving::Deployment served;  // With the entry's number in the log, and signed.
  PrincipalId by;
  std::string by_name;
};

// A wish to change what is live. `expected_version`, 0 for none, must be live for it to be done.
struct Change {
  Action action = Action::Deploy;
  std::optional<serving::DeployedVersion> version = {};  // Of a deploy.
  std::optional<std::int64_t> expected_version = {};
};

// What one change leads to: the live version and the one that stays warm behind it.
struct Outcome {
  std::optional<serving::DeployedVersion> live;
  std::optional<serving::DeployedVersion> previous;

  bool operator==(const Outcome&) const = default;
};

// What `change` makes of the state that the last entry left (none: nothing was ever deployed).
// Fails with Conflict, ModelNotDeployed (a rollback or stop of nothing) or NoPreviousVersion. Pure.
//
// A rollback goes to the previous version; after a stop that is what was stopped, so a rollback
// takes a stop back. Deploying what is live already keeps the previous version, so that a rollback
// after it still goes somewhere else.
Result<Outcome> Decide(const std::optional<Outcome>& last, const Change& change);

}  // namespace armillary::deployments
