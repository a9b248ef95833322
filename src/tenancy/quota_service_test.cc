#include "tenancy/quota_service.h"

#include "tenancy/testing/platform_test.h"
#include "tenancy/usage.h"

namespace armillary::tenancy {
namespace {

using ::testing::Contains;

class QuotaServiceTest : public PlatformTest {
 protected:
  Result<Quotas> Get(const std::string& tenant = "acme") {
    return platform_.quotas.Get(Operator(Permission::QuotasGet, tenant));
  }
  Result<Quotas> Update(const QuotaLimits& limits, const IfMatch& if_match = {}) {
    return platform_.quotas.Update(Operator(Permission::QuotasUpdate, "acme"), platform_.NewCall(),
                                   limits, if_match);
  }
  Result<void> Take(const UsageChange& change) {
    const auto scope = Operator(Permission::QuotasGet, "acme").Scope();
    return database().Write(
        [&](metadata::Transaction& transaction) { return TakeQuota(transaction, scope, change); });
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, QuotaServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(QuotaServiceTest, BeginsWithTheDefaults) {
  const auto quotas = Get();
  ASSERT_THAT(quotas, Succeeds());
  EXPECT_EQ(quotas->limits, QuotaLimits{});
  EXPECT_EQ(quotas->used, Usage{});
  EXPECT_EQ(quotas->revision, 0);
  EXPECT_EQ(quotas->updated_at, clock_.Now());
}

TEST_P(QuotaServiceTest, SetsTheLimitsOfOneTenant) {
  clock_.Advance(std::chrono::seconds(1));
  const auto set = Update({.models = 7, .requests_per_second = 50});
  ASSERT_THAT(set, Succeeds());
  EXPECT_EQ(set->revision, 1);
  EXPECT_EQ(set->updated_at, clock_.Now());
  EXPECT_EQ(Get(), *set);
  EXPECT_EQ(Get("globex")->limits, QuotaLimits{});
  EXPECT_EQ(platform_.directory.FindTenant({"acme"})->requests_per_second, 50);
  EXPECT_THAT(ActionsOf("acme"), Contains("quotas.update"));
}

TEST_P(QuotaServiceTest, LeavesTheNameThatPeopleReadAsItIs) {
  ASSERT_THAT(platform_.tenants.Update(Operator(Permission::TenantsUpdate, "acme"),
                                       platform_.NewCall(), {.display_name = "Acme Telecom"}, {}),
              Succeeds());
  ASSERT_THAT(Update({}), Succeeds());
  EXPECT_EQ(platform_.directory.FindTenant({"acme"})->display_name, "Acme Telecom");
}

TEST_P(QuotaServiceTest, EditsOnlyTheStateThatWasRead) {
  ASSERT_THAT(Update({.models = 7}, {0}), Succeeds());
  EXPECT_THAT(Update({.models = 8}, {0}), FailsWith(ErrorCode::PreconditionFailed));
  EXPECT_EQ(Get()->limits.models, 7);
  EXPECT_THAT(Update({.models = 8}, {1}), Succeeds());
  EXPECT_EQ(Get()->revision, 2);
  EXPECT_THAT(Update({.models = -1}), FailsWith(ErrorCode::OutOfRange));
}

TEST_P(QuotaServiceTest, SurvivesASuspension) {
  ASSERT_THAT(Update({.requests_per_second = 50}), Succeeds());
  ASSERT_THAT(platform_.tenants.Update(Operator(Permission::TenantsUpdate, "acme"),
                                       platform_.NewCall(), {.state = TenantState::Suspended}, {}),
              Succeeds());
  EXPECT_EQ(platform_.directory.FindTenant({"acme"})->requests_per_second, 50);
}

TEST_P(QuotaServiceTest, CountsWhatOthersKeep) {
  ASSERT_THAT(Take({.models = 1, .versions = 1, .stored_bytes = 602}), Succeeds());
  ASSERT_THAT(Take({.versions = 1, .stored_bytes = 400}), Succeeds());
  ASSERT_THAT(Take({.stored_bytes = -2}), Succeeds());
  platform_.AddToken("acme", Role::Viewer);
  EXPECT_EQ(
      Get()->used,
      (Usage{.models = 1, .versions = 2, .stored_bytes = 1000, .principals = 1, .tokens = 1}));
}

TEST_P(QuotaServiceTest, StopsGrowthAndRemovesNothing) {
  ASSERT_THAT(Take({.models = 3}), Succeeds());
  ASSERT_THAT(Update({.models = 2}), Succeeds());
  EXPECT_THAT(Take({.models = 1}), FailsWithField(ErrorCode::QuotaExceeded, "models"));
  EXPECT_EQ(Get()->used.models, 3);
  EXPECT_THAT(Take({.models = -1, .versions = 1}), Succeeds());
  EXPECT_THAT(Take({.stored_bytes = 200'000'000'000}),
              FailsWithField(ErrorCode::QuotaExceeded, "stored_bytes"));
  EXPECT_THAT(Take({.versions = 2'000'000}), FailsWithField(ErrorCode::QuotaExceeded, "versions"));
}

TEST_P(QuotaServiceTest, ChangesNothingWithoutItsAuditEvent) {
  BreakAudit(platform_.directory.FindTenant({"acme"})->id);
  EXPECT_FALSE(Update({.models = 7}));
  EXPECT_EQ(Get()->limits, QuotaLimits{});
}

TEST_P(QuotaServiceTest, AsksForItsOwnPermission) {
  const Access wrong = Operator(Permission::TokensList, "acme");
  EXPECT_THAT(platform_.quotas.Get(wrong), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.quotas.Update(wrong, platform_.NewCall(), {}, {}),
              FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::tenancy
