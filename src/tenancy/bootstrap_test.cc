#include "tenancy/bootstrap.h"

#include <chrono>
#include <optional>
#include <string>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class BootstrapTest : public PlatformTest {
 protected:
  // The token that another start makes, if it makes one.
  Result<std::optional<Secret>> Again() {
    std::optional<Secret> kept;
    ARM_CHECK(Start([&](const Secret& token) -> Result<void> {
      kept = token;
      return {};
    }));
    return kept;
  }
  Result<void> Start(const KeepToken& keep) {
    return Bootstrap({database(), platform_.keys, clock_, platform_.random}, platform_.system,
                     keep);
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, BootstrapTest, metadata::Engines(), metadata::EngineName);

TEST_P(BootstrapTest, MakesAnOperatorWhoCanRunThePlatform) {
  const Access access = Operator(Permission::TenantsList);
  EXPECT_EQ(access.Tenant().name, TenantName{std::string(kHouse)});
  EXPECT_EQ(access.Who().principal_name, "operator");
  EXPECT_EQ(access.Who().role, Role::Operator);
  EXPECT_EQ(access.Who().expires_at, clock_.Now() + 365 * 24h);
  EXPECT_THAT(ActionsOf("house"), ElementsAre("system.bootstrap"));
  EXPECT_TRUE(platform_.audit.Verify(AuditorOf("house", Permission::AuditVerify))->IsWhole());
}

TEST_P(BootstrapTest, MakesNothingASecondTime) {
  const auto again = Again();
  ASSERT_THAT(again, Succeeds());
  EXPECT_FALSE(again->has_value());
  EXPECT_THAT(ActionsOf("house"), SizeIs(1));
  EXPECT_EQ(platform_.tenants.List(Operator(Permission::TenantsList), {})->total, 3);
}

TEST_P(BootstrapTest, OpensAPlatformAgainWhoseOperatorsTokensHaveExpired) {
  clock_.Advance(365 * 24h);
  ASSERT_THAT(platform_.authorizer.Authenticate(platform_.Operator()),
              FailsWith(ErrorCode::TokenExpired));
  const auto token = Again();
  ASSERT_THAT(token, Succeeds());
  ASSERT_TRUE(token->has_value());
  ASSERT_THAT(platform_.feed.Step(), Succeeds());
  const Access access = platform_.Let("Bearer " + (*token)->Reveal(), Permission::PrincipalsList);
  EXPECT_EQ(platform_.principals.List(access, {})->total, 1);
}

TEST_P(BootstrapTest, MakesNoTokenThatCouldNotBeKept) {
  clock_.Advance(365 * 24h);
  EXPECT_THAT(Start([](const Secret&) -> Result<void> {
                return Fail(ErrorCode::StorageFull, "no room for it");
              }),
              FailsWith(ErrorCode::StorageFull));
  EXPECT_TRUE(Again()->has_value());
}

}  // namespace
}  // namespace armillary::tenancy
