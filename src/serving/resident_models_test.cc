#include "serving/resident_models.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "serving/testing/serving_fakes.h"

namespace armillary::serving {
namespace {

using namespace std::chrono_literals;

class ResidentModelsTest : public testing::Test {
 protected:
  // Room for two models of 100 bytes.
  static constexpr ResidentModels::Options kOptions{
      .budget_bytes = 250, .failure_memory = 2s, .loads_at_once = 2};

  Result<PinnedModel> Pin(const DeploymentPtr& deployment) {
    return models_.Pin(deployment, *deployment->live);
  }
  PinnedModel TryPin(const DeploymentPtr& deployment) {
    return models_.TryPin(deployment, *deployment->live);
  }

  FakeClock clock_;
  FakeSource source_;
  ResidentModels models_{source_, clock_, kOptions};
  const DeploymentPtr churn_ = DeploymentOf("churn", "v1");
  const DeploymentPtr leads_ = DeploymentOf("leads", "v2");
  const DeploymentPtr cases_ = DeploymentOf("cases", "v3");
};

TEST_F(ResidentModelsTest, LoadsAModelOnceAndKeepsIt) {
  ASSERT_EQ(TryPin(churn_), nullptr);
  ASSERT_THAT(Pin(churn_), Succeeds());

  EXPECT_NE(TryPin(churn_), nullptr);
  EXPECT_THAT(Pin(churn_), Succeeds());
  EXPECT_EQ(source_.loads, 1);
  EXPECT_EQ(models_.Count().bytes, 100U);
}

TEST_F(ResidentModelsTest, LoadsAModelOnceForManyThatAskAtOnce) {
  source_.Shut();
  std::atomic<int> begun{0};
  std::atomic<int> served{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        ++begun;
        served += Pin(churn_) ? 1 : 0;
      });
    }
    while (begun < 8 || source_.loads == 0) {
      std::this_thread::yield();
    }
    source_.Open();
  }
  EXPECT_EQ(served, 8);
  EXPECT_EQ(source_.loads, 1);
}

TEST_F(ResidentModelsTest, GivesTheErrorOfOneLoadToAllThatWaitForIt) {
  source_.Shut();
  source_.outcome = Fail(ErrorCode::StorageCorrupt, "gone");
  std::atomic<int> failed{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        const auto pinned = Pin(churn_);
        failed += !pinned && pinned.error().code == ErrorCode::StorageCorrupt ? 1 : 0;
      });
    }
    while (source_.loads == 0) {
      std::this_thread::yield();
    }
    source_.Open();
  }
  EXPECT_EQ(failed, 4);
  EXPECT_EQ(source_.loads, 1);
}

TEST_F(ResidentModelsTest, LetsGoOfTheModelThatWasNotUsedForLongest) {
  ASSERT_THAT(Pin(churn_), Succeeds());
  ASSERT_THAT(Pin(leads_), Succeeds());
  ASSERT_NE(TryPin(churn_), nullptr);

  ASSERT_THAT(Pin(cases_), Succeeds());

  EXPECT_NE(TryPin(churn_), nullptr);
  EXPECT_EQ(TryPin(leads_), nullptr);
  EXPECT_EQ(models_.Count().bytes, 200U);
}

TEST_F(ResidentModelsTest, CountsWhatWasLoadedWhatFailedAndWhatMadeRoom) {
  ASSERT_THAT(Pin(churn_), Succeeds());
  ASSERT_THAT(Pin(leads_), Succeeds());
  source_.outcome = Fail(ErrorCode::StorageCorrupt, "gone");
  ASSERT_THAT(Pin(cases_), FailsWith(ErrorCode::StorageCorrupt));
  EXPECT_EQ(models_.Count().failures, 1U);

  source_.outcome = {};
  clock_.Advance(2s);
  ASSERT_THAT(Pin(cases_), Succeeds());

  const ResidentModels::Figures figures = models_.Count();
  EXPECT_EQ(figures.models, 2U);
  EXPECT_EQ(figures.loads, 3U);
  EXPECT_EQ(figures.failures, 1U);
  EXPECT_EQ(figures.removals, 1U);
}

TEST_F(ResidentModelsTest, RefusesAModelThatFindsNoRoomBesideThoseInUse) {
  const auto first = Pin(churn_);
  const auto second = Pin(leads_);
  ASSERT_THAT(first, Succeeds());
  ASSERT_THAT(second, Succeeds());

  EXPECT_THAT(Pin(cases_), FailsWith(ErrorCode::MemoryBudgetExceeded));
  EXPECT_EQ(models_.Count().bytes, 200U);
}

TEST_F(ResidentModelsTest, KeepsWhatIsThereWhereAModelCannotFit) {
  ASSERT_THAT(Pin(churn_), Succeeds());
  const auto in_use = Pin(leads_);
  ASSERT_THAT(in_use, Succeeds());

  for (const std::size_t bytes : {200U, 251U}) {
    source_.bytes = bytes;
    EXPECT_THAT(Pin(cases_), FailsWith(ErrorCode::MemoryBudgetExceeded)) << bytes;
  }

  EXPECT_NE(TryPin(churn_), nullptr);
  EXPECT_EQ(models_.Count().removals, 0U);
}

TEST_F(ResidentModelsTest, ReadsAModelThatNeverFitsOnceInAWhile) {
  source_.bytes = 251;
  ASSERT_THAT(Pin(churn_), FailsWith(ErrorCode::MemoryBudgetExceeded));
  ASSERT_THAT(Pin(churn_), FailsWith(ErrorCode::MemoryBudgetExceeded));
  EXPECT_EQ(source_.loads, 1);

  clock_.Advance(2s);
  EXPECT_THAT(Pin(churn_), FailsWith(ErrorCode::MemoryBudgetExceeded));
  EXPECT_EQ(source_.loads, 2);
}

TEST_F(ResidentModelsTest, TakesARefusedModelOnceThereIsRoom) {
  {
    const auto first = Pin(churn_);
    const auto second = Pin(leads_);
    ASSERT_THAT(Pin(cases_), FailsWith(ErrorCode::MemoryBudgetExceeded));
  }
  EXPECT_THAT(Pin(cases_), Succeeds());
}

TEST_F(ResidentModelsTest, KeepsAModelInUseWhileItLeavesTheCache) {
  const auto pinned = Pin(churn_);
  ASSERT_THAT(pinned, Succeeds());
  ASSERT_THAT(Pin(leads_), Succeeds());
  ASSERT_THAT(Pin(cases_), Succeeds());

  EXPECT_EQ(TryPin(churn_), *pinned);
}

TEST_F(ResidentModelsTest, RemembersAFailureForAWhile) {
  source_.outcome = Fail(ErrorCode::StorageCorrupt, "gone");
  ASSERT_THAT(Pin(churn_), FailsWith(ErrorCode::StorageCorrupt));
  source_.outcome = {};

  EXPECT_THAT(Pin(churn_), FailsWith(ErrorCode::StorageCorrupt));
  EXPECT_EQ(source_.loads, 1);

  clock_.Advance(2s);
  EXPECT_THAT(Pin(churn_), Succeeds());
  EXPECT_EQ(source_.loads, 2);
}

TEST_F(ResidentModelsTest, RemembersAFailureNoLongerWhereTheClockIsSetBack) {
  source_.outcome = Fail(ErrorCode::StorageCorrupt, "gone");
  ASSERT_THAT(Pin(churn_), FailsWith(ErrorCode::StorageCorrupt));
  source_.outcome = {};

  clock_.SetBack(1h);
  clock_.Advance(2s);

  EXPECT_THAT(Pin(churn_), Succeeds());
}

TEST_F(ResidentModelsTest, GivesMemoryBackThatAFailedLoadHadSetAside) {
  source_.throws = true;
  ASSERT_THAT(Pin(churn_), FailsWith(ErrorCode::ModelLoadFailed));

  EXPECT_EQ(models_.Count().bytes, 0U);
  EXPECT_EQ(models_.Count().models, 0U);
}

TEST_F(ResidentModelsTest, GivesNothingToADeploymentThatWasNotSigned) {
  source_.verdict = Fail(ErrorCode::SignatureInvalid, "altered");

  EXPECT_THAT(Pin(churn_), FailsWith(ErrorCode::SignatureInvalid));
  EXPECT_EQ(source_.loads, 0);
}

TEST_F(ResidentModelsTest, VerifiesEachDeploymentOfAModelThatIsThere) {
  const DeploymentPtr again = DeploymentOf("churn", "v1", 7);
  ASSERT_THAT(Pin(churn_), Succeeds());

  ASSERT_EQ(TryPin(again), nullptr);
  source_.verdict = Fail(ErrorCode::SignatureInvalid, "altered");
  ASSERT_THAT(Pin(again), FailsWith(ErrorCode::SignatureInvalid));
  source_.verdict = {};
  ASSERT_THAT(Pin(again), Succeeds());

  EXPECT_NE(TryPin(again), nullptr);
  EXPECT_NE(TryPin(churn_), nullptr);
  EXPECT_EQ(source_.loads, 1);
}

TEST_F(ResidentModelsTest, StaysWithinItsBudgetUnderManyThreads) {
  std::vector<DeploymentPtr> deployments;
  for (int i = 0; i < 20; ++i) {
    deployments.push_back(DeploymentOf("model" + std::to_string(i), "version" + std::to_string(i)));
  }
  std::atomic<std::size_t> most{0};
  {
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::size_t turn = 0; turn < 500; ++turn) {
          const auto& deployment = deployments[(turn * 7 + thread * 3) % deployments.size()];
          const auto pinned = Pin(deployment);
          const bool is_right = pinned ? (*pinned)->version == deployment->live->id
                                       : pinned.error().code == ErrorCode::MemoryBudgetExceeded;
          most = std::max(most.load(), is_right ? models_.Count().bytes : SIZE_MAX);
        }
      });
    }
  }
  EXPECT_LE(most, 250U);
  EXPECT_GT(models_.Count().models, 0U);
}

}  // namespace
}  // namespace armillary::serving
