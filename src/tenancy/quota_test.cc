#include "tenancy/quota.h"

#include <cstdint>
#include <limits>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"
#include "tenancy/environment.h"
#include "tenancy/testing/test_access.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;

TEST(QuotaTest, HasBoundsOfItsOwn) {
  EXPECT_THAT(CheckQuotaLimits({}), Succeeds());
  EXPECT_THAT(CheckQuotaLimits({.models = 0}), Succeeds());
  EXPECT_THAT(CheckQuotaLimits({.models = -1}), FailsWithField(ErrorCode::OutOfRange, "models"));
  EXPECT_THAT(CheckQuotaLimits({.tokens = 1'000'001}),
              FailsWithField(ErrorCode::OutOfRange, "tokens"));
  EXPECT_THAT(CheckQuotaLimits({.requests_per_second = 0}),
              FailsWithField(ErrorCode::OutOfRange, "requests_per_second"));
}

TEST(QuotaTest, StopsGrowthAtTheLimitAndNothingElse) {
  EXPECT_THAT(CheckRoom(9, 1, 10, "tokens"), Succeeds());
  EXPECT_THAT(CheckRoom(10, 1, 10, "tokens"), FailsWithField(ErrorCode::QuotaExceeded, "tokens"));
  EXPECT_THAT(CheckRoom(20, 0, 10, "tokens"), Succeeds());
  EXPECT_THAT(CheckRoom(20, -1, 10, "tokens"), Succeeds());
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  EXPECT_THAT(CheckRoom(1, kHuge, 10, "stored_bytes"), FailsWith(ErrorCode::QuotaExceeded));
}

TEST(EnvironmentTest, SaysWhatCanBeDoneInIt) {
  const Access access = TestAccess("acme", Role::Scientist).For(Permission::EnvironmentsList);
  EXPECT_THAT(CanWith(access, Environment{{"research"}, 1}),
              ElementsAre(Permission::DeploymentsList, Permission::DeploymentsCreate));
  EXPECT_THAT(CanWith(access, Environment{{"staging"}, 2}),
              ElementsAre(Permission::DeploymentsList));
}

}  // namespace
}  // namespace armillary::tenancy
