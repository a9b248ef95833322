#pragma once

#include <cstdint>

#include "base/guarded.h"
#include "base/log.h"
#include "base/result.h"
#include "serving/deployment_feed.h"
#include "serving/deployment_index.h"

namespace armillary::serving {

// Keeps the index as the feed says. Thread-safe.
class DeploymentFollower {
 public:
  // All must outlive the follower.
  DeploymentFollower(DeploymentFeed& feed, DeploymentIndex& index, const Log& log);

  // Reads what the feed has that the index has not; the first time a whole snapshot. On return the
  // index holds every change that was committed before the call: call it after a deployment, so
  // that the answer to the caller is already true.
  Result<void> CatchUp();

  // Whether a snapshot has been read once.
  bool IsReady() const;

 private:
  struct State {
    bool has_snapshot = false;
    std::uint64_t position = 0;
  };

  Result<void> ReadSnapshot();
  Result<bool> ReadChanges(std::uint64_t position);

  DeploymentFeed& feed_;
  DeploymentIndex& index_;
  const Log& log_;
  Guarded<State> state_;
};

}  // namespace armillary::serving
