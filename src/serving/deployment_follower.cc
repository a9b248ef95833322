#include "serving/deployment_follower.h"

#include <algorithm>
#include <utility>

namespace armillary::serving {

DeploymentFollower::DeploymentFollower(DeploymentFeed& feed, DeploymentIndex& index, const Log& log)
    : feed_(feed), index_(index), log_(log) {}

Result<void> DeploymentFollower::CatchUp() {
  if (!IsReady()) {
    ARM_CHECK(ReadSnapshot());
  }
  bool has_more = true;
  while (has_more) {
    // Two calls at once read the same changes twice, which the index does not mind.
    const std::uint64_t position = state_.With([](const State& state) { return state.position; });
    ARM_TRY(has_more, ReadChanges(position));
  }
  return {};
}

bool DeploymentFollower::IsReady() const {
  return state_.With([](const State& state) { return state.has_snapshot; });
}

Result<void> DeploymentFollower::ReadSnapshot() {
  ARM_TRY(DeploymentSnapshot snapshot, feed_.Snapshot());
  const std::size_t count = snapshot.deployments.size();
  index_.PublishAll(std::move(snapshot.deployments));
  state_.With([&](State& state) {
    state.has_snapshot = true;
    state.position = std::max(state.position, snapshot.position);
  });
  log_.Info("deployments are known", {{"deployments", static_cast<std::int64_t>(count)}});
  return {};
}

Result<bool> DeploymentFollower::ReadChanges(std::uint64_t position) {
  ARM_TRY(DeploymentChanges changes, feed_.ChangesAfter(position));
  index_.PublishAll(std::move(changes.deployments));
  state_.With([&](State& state) { state.position = std::max(state.position, changes.position); });
  return changes.more && changes.position > position;
}

}  // namespace armillary::serving
