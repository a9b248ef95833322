#include "deployments/deployment.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/assert.h"

namespace armillary::deployments {
namespace {

constexpr std::array<std::string_view, 3> kActions{"deploy", "rollback", "stop"};

Result<void> CheckExpected(const std::optional<Outcome>& last, const Change& change) {
  const std::int64_t live = last && last->live ? last->live->number : 0;
  if (change.expected_version && *change.expected_version != live) {
    return Fail(ErrorCode::Conflict,
                live == 0 ? "nothing is live" : fmt::format("version {} is live", live),
                "expected_version", fmt::format("{} must be live", *change.expected_version));
  }
  return {};
}

Outcome Deploy(const std::optional<Outcome>& last, const serving::DeployedVersion& version) {
  if (last && last->live && last->live->id == version.id) {
    return {version, last->previous};
  }
  return {version, last ? last->live : std::nullopt};
}

}  // namespace

std::string_view ActionName(Action action) { return kActions.at(static_cast<std::size_t>(action)); }

Action ActionFromName(std::string_view name) {
  const auto* const found = std::ranges::find(kActions, name);
  return found == kActions.end() ? Action::Stop : static_cast<Action>(found - kActions.begin());
}

Result<Outcome> Decide(const std::optional<Outcome>& last, const Change& change) {
  ARM_CHECK(CheckExpected(last, change));
  if (change.action == Action::Deploy) {
    ARM_ASSERT(change.version.has_value());
    return Deploy(last, *change.version);
  }
  if (!last || (change.action == Action::Stop && !last->live)) {
    return Fail(ErrorCode::ModelNotDeployed, "nothing is live of this model here");
  }
  if (change.action == Action::Stop) {
    return Outcome{std::nullopt, last->live};
  }
  if (!last->previous) {
    return Fail(ErrorCode::NoPreviousVersion, "no other version was live before");
  }
  return Outcome{last->previous, last->live};
}

}  // namespace armillary::deployments
