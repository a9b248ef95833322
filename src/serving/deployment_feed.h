#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "serving/deployment.h"

namespace armillary::serving {

using DeploymentPtr = std::shared_ptr<const Deployment>;

// Everything that is deployed on this node's environments, as of `position` in the feed.
struct DeploymentSnapshot {
  std::uint64_t position = 0;
  std::vector<DeploymentPtr> deployments;
};

// The newest deployment of each key that changed, stopped ones included, up to `position`. `more`
// if a further call would give some at once.
struct DeploymentChanges {
  std::uint64_t position = 0;
  std::vector<DeploymentPtr> deployments;
  bool more = false;
};

// Where the serving side learns what is deployed. Implemented over the deployment log.
class DeploymentFeed {
 public:
  virtual ~DeploymentFeed() = default;

  virtual Result<DeploymentSnapshot> Snapshot() = 0;

  // What changed after `position`, oldest first, a bounded number at a time. A change may come
  // twice; none is left out.
  virtual Result<DeploymentChanges> ChangesAfter(std::uint64_t position) = 0;
};

}  // namespace armillary::serving
