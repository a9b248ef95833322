#pragma once

#include <cstdint>

#include "base/result.h"
#include "metadata/database.h"
#include "serving/deployment_feed.h"

namespace armillary::deployments {

// What is deployed, told to the serving side from the deployment log. Thread-safe.
class LogFeed : public serving::DeploymentFeed {
 public:
  // `database` must outlive the feed.
  LogFeed(metadata::Database& database, metadata::SystemScope scope);

  Result<serving::DeploymentSnapshot> Snapshot() override;
  Result<serving::DeploymentChanges> ChangesAfter(std::uint64_t position) override;

 private:
  metadata::Database& database_;
  const metadata::SystemScope scope_;
};

}  // namespace armillary::deployments
