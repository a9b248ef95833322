#include "serving/deployment_index.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serving/testing/serving_fakes.h"

namespace armillary::serving {
namespace {

DeploymentPtr Entry(const std::string& tenant, const std::string& environment,
                    const std::string& model, std::int64_t entry) {
  Deployment deployment;
  deployment.key = {.tenant = {tenant}, .environment = {environment}, .model = {model}};
  deployment.entry = entry;
  deployment.live = VersionNamed("v" + std::to_string(entry), entry);
  return std::make_shared<const Deployment>(std::move(deployment));
}

class DeploymentIndexTest : public testing::Test {
 protected:
  DeploymentIndex index_;
};

TEST_F(DeploymentIndexTest, FindsNothingAtFirst) {
  EXPECT_EQ(index_.Find("acme", "research", "churn"), nullptr);
}

TEST_F(DeploymentIndexTest, FindsWhatWasPublishedForTheWholeAddressOnly) {
  const auto churn = Entry("acme", "research", "churn", 1);
  index_.Publish(churn);

  EXPECT_EQ(index_.Find("acme", "research", "churn"), churn);
  EXPECT_EQ(index_.Find("globex", "research", "churn"), nullptr);
  EXPECT_EQ(index_.Find("acme", "production", "churn"), nullptr);
  EXPECT_EQ(index_.Find("acme", "research", "leads"), nullptr);
  EXPECT_EQ(index_.Find("acmeresearch", "", "churn"), nullptr);
}

TEST_F(DeploymentIndexTest, KeepsEnvironmentsOfOneModelApart) {
  const auto research = Entry("acme", "research", "churn", 3);
  const auto production = Entry("acme", "production", "churn", 1);
  index_.PublishAll({research, production});

  EXPECT_EQ(index_.Find("acme", "research", "churn"), research);
  EXPECT_EQ(index_.Find("acme", "production", "churn"), production);
}

TEST_F(DeploymentIndexTest, KeepsTheLaterEntryWhateverComesLast) {
  const auto later = Entry("acme", "research", "churn", 2);
  index_.Publish(later);
  index_.Publish(Entry("acme", "research", "churn", 1));

  EXPECT_EQ(index_.Find("acme", "research", "churn"), later);
  EXPECT_EQ(index_.Size(), 1U);
}

TEST_F(DeploymentIndexTest, ListsLiveDeploymentsOfOneTenantAndEnvironment) {
  Deployment stopped;
  stopped.key = {.tenant = {"acme"}, .environment = {"research"}, .model = {"old"}};
  stopped.entry = 5;
  const auto churn = Entry("acme", "research", "churn", 1);
  const auto leads = Entry("acme", "research", "leads", 1);
  index_.PublishAll({std::make_shared<const Deployment>(stopped), churn, leads,
                     Entry("acme", "staging", "churn", 1), Entry("globex", "research", "x", 1)});

  EXPECT_THAT(index_.LiveOf("acme", "research"), testing::UnorderedElementsAre(churn, leads));
}

TEST_F(DeploymentIndexTest, FindsEachOfAHundredThousand) {
  std::vector<DeploymentPtr> all;
  for (int i = 0; i < 100'000; ++i) {
    all.push_back(
        Entry("tenant" + std::to_string(i % 1000), "research", "model" + std::to_string(i), 1));
  }
  index_.PublishAll(all);

  ASSERT_EQ(index_.Size(), all.size());
  for (const DeploymentPtr& each : all) {
    ASSERT_EQ(index_.Find(each->key.tenant.value, "research", each->key.model.value), each);
  }
}

TEST_F(DeploymentIndexTest, ShowsOneOfTheTwoWhileADeploymentIsReplaced) {
  index_.Publish(Entry("acme", "research", "churn", 1));
  std::atomic<bool> is_over{false};
  std::atomic<std::int64_t> backwards{0};
  {
    const std::jthread reader([&] {
      std::int64_t last = 0;
      while (!is_over) {
        const auto found = index_.Find("acme", "research", "churn");
        backwards += found == nullptr || found->entry < last ? 1 : 0;
        last = found == nullptr ? last : found->entry;
      }
    });
    for (std::int64_t entry = 2; entry < 2'000; ++entry) {
      index_.Publish(Entry("acme", "research", "churn", entry));
    }
    is_over = true;
  }
  EXPECT_EQ(backwards, 0);
}

}  // namespace
}  // namespace armillary::serving
