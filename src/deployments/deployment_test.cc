#include "deployments/deployment.h"

#include <string>

#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::deployments {
namespace {

serving::DeployedVersion Version(std::int64_t number) {
  serving::DeployedVersion version;
  version.number = number;
  version.id = {"v" + std::to_string(number)};
  return version;
}

Change Deploy(std::int64_t number, std::optional<std::int64_t> expected = {}) {
  return {.action = Action::Deploy, .version = Version(number), .expected_version = expected};
}

TEST(DecideTest, MakesTheFirstVersionLive) {
  EXPECT_EQ(*Decide({}, Deploy(1)), (Outcome{Version(1), {}}));
}

TEST(DecideTest, KeepsWhatWasLiveWarm) {
  EXPECT_EQ(*Decide(Outcome{Version(1), {}}, Deploy(2)), (Outcome{Version(2), Version(1)}));
}

TEST(DecideTest, KeepsThePreviousVersionWhenTheLiveOneIsDeployedAgain) {
  EXPECT_EQ(*Decide(Outcome{Version(2), Version(1)}, Deploy(2)), (Outcome{Version(2), Version(1)}));
}

TEST(DecideTest, RollsBackToThePreviousVersionAndForthAgain) {
  const auto back = Decide(Outcome{Version(2), Version(1)}, {.action = Action::Rollback});
  EXPECT_EQ(*back, (Outcome{Version(1), Version(2)}));
  EXPECT_EQ(*Decide(*back, {.action = Action::Rollback}), (Outcome{Version(2), Version(1)}));
}

TEST(DecideTest, TakesAStopBackByARollback) {
  const auto stopped = Decide(Outcome{Version(2), Version(1)}, {.action = Action::Stop});
  EXPECT_EQ(*stopped, (Outcome{{}, Version(2)}));
  EXPECT_EQ(*Decide(*stopped, {.action = Action::Rollback}), (Outcome{Version(2), {}}));
}

TEST(DecideTest, RefusesARollbackWithoutAPreviousVersion) {
  EXPECT_THAT(Decide(Outcome{Version(1), {}}, {.action = Action::Rollback}),
              FailsWith(ErrorCode::NoPreviousVersion));
}

TEST(DecideTest, RefusesToStopOrRollBackWhatWasNeverLive) {
  EXPECT_THAT(Decide({}, {.action = Action::Stop}), FailsWith(ErrorCode::ModelNotDeployed));
  EXPECT_THAT(Decide({}, {.action = Action::Rollback}), FailsWith(ErrorCode::ModelNotDeployed));
  EXPECT_THAT(Decide(Outcome{{}, Version(1)}, {.action = Action::Stop}),
              FailsWith(ErrorCode::ModelNotDeployed));
}

TEST(DecideTest, RefusesWhenAnotherVersionIsLiveThanExpected) {
  EXPECT_THAT(Decide(Outcome{Version(2), {}}, Deploy(3, 1)), FailsWith(ErrorCode::Conflict));
  EXPECT_THAT(Decide(Outcome{Version(2), {}}, Deploy(3, 0)), FailsWith(ErrorCode::Conflict));
  EXPECT_THAT(Decide(Outcome{Version(2), {}}, Deploy(3, 2)), Succeeds());
  EXPECT_THAT(Decide({}, Deploy(1, 0)), Succeeds());
}

}  // namespace
}  // namespace armillary::deployments
