#include "serving/deployment_follower.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "serving/testing/serving_fakes.h"

namespace armillary::serving {
namespace {

// A log of deployments that tells two changes at a time.
class FakeFeed : public DeploymentFeed {
 public:
  void Add(DeploymentPtr deployment) { log_.push_back(std::move(deployment)); }

  Result<DeploymentSnapshot> Snapshot() override {
    ++snapshots;
    ARM_CHECK(outcome);
    return DeploymentSnapshot{.position = log_.size(), .deployments = log_};
  }

  Result<DeploymentChanges> ChangesAfter(std::uint64_t position) override {
    ARM_CHECK(outcome);
    const std::size_t end = std::min<std::size_t>(position + 2, log_.size());
    const auto first = log_.begin() + static_cast<std::ptrdiff_t>(position);
    return DeploymentChanges{
        .position = end,
        .deployments = {first, log_.begin() + static_cast<std::ptrdiff_t>(end)},
        .more = end < log_.size()};
  }

  int snapshots = 0;
  Result<void> outcome;

 private:
  std::vector<DeploymentPtr> log_;
};

class DeploymentFollowerTest : public testing::Test {
 protected:
  std::string LiveOf(const std::string& model) {
    const auto found = index_.Find("acme", "research", model);
    return found == nullptr || !found->live ? "none" : found->live->id.value;
  }

  FakeFeed feed_;
  DeploymentIndex index_;
  Log log_{{.level = LogLevel::Error}};
  DeploymentFollower follower_{feed_, index_, log_};
};

TEST_F(DeploymentFollowerTest, IsReadyOnceItHasASnapshot) {
  feed_.Add(DeploymentOf("churn", "v1"));
  ASSERT_FALSE(follower_.IsReady());

  ASSERT_THAT(follower_.CatchUp(), Succeeds());

  EXPECT_TRUE(follower_.IsReady());
  EXPECT_EQ(LiveOf("churn"), "v1");
}

TEST_F(DeploymentFollowerTest, TakesEveryChangeAfterTheSnapshot) {
  ASSERT_THAT(follower_.CatchUp(), Succeeds());
  for (int i = 0; i < 7; ++i) {
    feed_.Add(DeploymentOf("model" + std::to_string(i), "v" + std::to_string(i)));
  }

  ASSERT_THAT(follower_.CatchUp(), Succeeds());

  EXPECT_EQ(index_.Size(), 7U);
  EXPECT_EQ(LiveOf("model6"), "v6");
  EXPECT_EQ(feed_.snapshots, 1);
}

TEST_F(DeploymentFollowerTest, SeesAStop) {
  feed_.Add(DeploymentOf("churn", "v1"));
  ASSERT_THAT(follower_.CatchUp(), Succeeds());
  Deployment stop = *DeploymentOf("churn", "v1", 2);
  stop.live.reset();
  feed_.Add(std::make_shared<const Deployment>(stop));

  ASSERT_THAT(follower_.CatchUp(), Succeeds());

  EXPECT_EQ(LiveOf("churn"), "none");
}

TEST_F(DeploymentFollowerTest, TriesAgainAfterAFailure) {
  feed_.Add(DeploymentOf("churn", "v1"));
  feed_.outcome = Fail(ErrorCode::DatabaseUnavailable, "away");
  ASSERT_THAT(follower_.CatchUp(), FailsWith(ErrorCode::DatabaseUnavailable));
  ASSERT_FALSE(follower_.IsReady());
  feed_.outcome = {};

  ASSERT_THAT(follower_.CatchUp(), Succeeds());

  EXPECT_EQ(LiveOf("churn"), "v1");
}

}  // namespace
}  // namespace armillary::serving
