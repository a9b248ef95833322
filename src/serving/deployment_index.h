#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/guarded.h"
#include "serving/deployment.h"
#include "serving/deployment_feed.h"

namespace armillary::serving {

// Which deployment answers for an address, in memory.
//
// 4,096 shards by hash of tenant and model; a shard is immutable and replaced whole, so a look-up
// takes one lock that is almost never contended and a change costs the copy of one shard.
// Thread-safe.
class DeploymentIndex {
 public:
  DeploymentIndex();
  ~DeploymentIndex();

  // The newest deployment published for the address; null if there is none. A stopped one is
  // still found, without a live version.
  DeploymentPtr Find(std::string_view tenant, std::string_view environment,
                     std::string_view model) const;

  // Makes `deployment` the answer for its key, unless a later entry is there already.
  void Publish(DeploymentPtr deployment);

  // The same for many at once, each shard copied once.
  void PublishAll(std::vector<DeploymentPtr> deployments);

  // All that have a live version, for listings: a copy, in no order. Walks the whole index.
  std::vector<DeploymentPtr> LiveOf(std::string_view tenant, std::string_view environment) const;

  std::size_t Size() const;

 private:
  struct Shard;
  static constexpr std::size_t kShards = 4'096;

  std::array<Guarded<std::shared_ptr<const Shard>>, kShards> shards_;
};

}  // namespace armillary::serving
