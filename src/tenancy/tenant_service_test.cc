#include "tenancy/tenant_service.h"

#include <string>
#include <vector>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class TenantServiceTest : public PlatformTest {
 protected:
  Result<Tenant> Create(const std::string& name, const Call& call) {
    return platform_.tenants.Create(Operator(Permission::TenantsCreate), call, {.name = {name}});
  }
  Result<Tenant> Create(const std::string& name) { return Create(name, platform_.NewCall()); }
  Result<Tenant> Get(const std::string& name) {
    return platform_.tenants.Get(Operator(Permission::TenantsGet, name));
  }
  Result<Tenant> Update(const std::string& name, const TenantEdit& edit,
                        const IfMatch& if_match = {}) {
    return platform_.tenants.Update(Operator(Permission::TenantsUpdate, name), platform_.NewCall(),
                                    edit, if_match);
  }
  std::vector<std::string> NamesOf(const ListRequest& request) {
    const auto page = platform_.tenants.List(Operator(Permission::TenantsList), request);
    std::vector<std::string> names;
    for (const Tenant& tenant : page.value().items) {
      names.push_back(tenant.name.value);
    }
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, TenantServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(TenantServiceTest, CreatesATenantThatIsThereAtOnce) {
  const auto made = Create("initech");
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->state, TenantState::Active);
  EXPECT_EQ(made->created_at, clock_.Now());
  EXPECT_EQ(Get("initech"), *made);
  EXPECT_NE(platform_.directory.FindTenant({"initech"}), nullptr);
}

TEST_P(TenantServiceTest, BeginsTheChainOfTheNewTenant) {
  ASSERT_THAT(Create("initech"), Succeeds());
  EXPECT_THAT(ActionsOf("initech"), ElementsAre("tenants.create"));
  EXPECT_THAT(ActionsOf("house"), ElementsAre("system.bootstrap"));
}

TEST_P(TenantServiceTest, KeepsNamesApart) {
  EXPECT_THAT(Create("acme"), FailsWithField(ErrorCode::AlreadyExists, "name"));
  EXPECT_THAT(Create("house"), FailsWith(ErrorCode::ReservedName));
  EXPECT_THAT(Create("Acme"), FailsWith(ErrorCode::InvalidName));
}

TEST_P(TenantServiceTest, AnswersARetryWithWhatTheFirstRequestMade) {
  const auto first = Create("initech", platform_.Retried("k1", "createTenant"));
  ASSERT_THAT(first, Succeeds());
  const auto again = Create("initech", platform_.Retried("k1", "createTenant"));
  EXPECT_EQ(again, *first);
  EXPECT_THAT(NamesOf({}), SizeIs(4));
  EXPECT_THAT(ActionsOf("initech"), SizeIs(1));
}

TEST_P(TenantServiceTest, RefusesAKeyThatWasUsedForAnotherRequest) {
  ASSERT_THAT(Create("initech", platform_.Retried("k1", "createTenant", "a")), Succeeds());
  EXPECT_THAT(Create("hooli", platform_.Retried("k1", "createTenant", "b")),
              FailsWith(ErrorCode::IdempotencyKeyReused));
}

TEST_P(TenantServiceTest, SuspendsATenantAndMakesItActiveAgain) {
  clock_.Advance(std::chrono::seconds(5));
  const auto suspended = Update("acme", {.state = TenantState::Suspended});
  ASSERT_THAT(suspended, Succeeds());
  EXPECT_EQ(suspended->state, TenantState::Suspended);
  EXPECT_EQ(suspended->updated_at, clock_.Now());
  EXPECT_EQ(Get("acme"), *suspended);
  EXPECT_EQ(platform_.directory.FindTenant({"acme"})->state, TenantState::Suspended);

  ASSERT_THAT(Update("acme", {.state = TenantState::Active}), Succeeds());
  EXPECT_EQ(platform_.directory.FindTenant({"acme"})->state, TenantState::Active);
  EXPECT_THAT(ActionsOf("acme"), ElementsAre("tenants.create", "tenants.update", "tenants.update"));
}

TEST_P(TenantServiceTest, EditsOnlyTheStateThatWasRead) {
  const std::int64_t read = Get("acme")->revision;
  ASSERT_THAT(Update("acme", {.display_name = "Acme"}, {read}), Succeeds());
  EXPECT_THAT(Update("acme", {.display_name = "Other"}, {read}),
              FailsWith(ErrorCode::PreconditionFailed));
  EXPECT_EQ(Get("acme")->display_name, "Acme");
  EXPECT_THAT(Update("acme", {.display_name = "Any"}), Succeeds());
}

TEST_P(TenantServiceTest, LeavesTheHouseAlone) {
  EXPECT_THAT(Update("house", {.state = TenantState::Suspended}),
              FailsWith(ErrorCode::HouseIsFixed));
  EXPECT_THAT(Update("house", {.display_name = "We"}), Succeeds());
}

TEST_P(TenantServiceTest, ChangesNothingWithoutItsAuditEvent) {
  const Tenant before = Get("acme").value();
  BreakAudit(before.id);
  EXPECT_FALSE(Update("acme", {.state = TenantState::Suspended}));
  EXPECT_EQ(Get("acme"), before);
  EXPECT_EQ(platform_.directory.FindTenant({"acme"})->state, TenantState::Active);
}

TEST_P(TenantServiceTest, ListsTenantsInEveryState) {
  ASSERT_THAT(Update("globex", {.state = TenantState::Suspended}), Succeeds());
  EXPECT_THAT(NamesOf({}), ElementsAre("acme", "globex", "house"));
  EXPECT_THAT(NamesOf({.sort = "name DESC"}), ElementsAre("house", "globex", "acme"));
  EXPECT_THAT(NamesOf({.filter = "state = 'suspended'"}), ElementsAre("globex"));
  EXPECT_THAT(NamesOf({.filter = "name LIKE 'a%' AND state = 'active'"}), ElementsAre("acme"));
  for (const char* const field : {"created_at", "updated_at"}) {
    EXPECT_THAT(NamesOf({.sort = field}), SizeIs(3));
  }
}

TEST_P(TenantServiceTest, ListsPageByPage) {
  const auto first = platform_.tenants.List(Operator(Permission::TenantsList), {.limit = 2});
  ASSERT_THAT(first, Succeeds());
  EXPECT_EQ(first->total, 3);
  EXPECT_THAT(NamesOf({.cursor = first->next_cursor, .limit = 2}), ElementsAre("house"));
}

TEST_P(TenantServiceTest, AsksForItsOwnPermission) {
  const Access wrong = Operator(Permission::TeamsList);
  EXPECT_THAT(platform_.tenants.Create(wrong, platform_.NewCall(), {.name = {"initech"}}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.tenants.Get(wrong), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.tenants.List(wrong, {}), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.tenants.Update(wrong, platform_.NewCall(), {.display_name = "x"}, {}),
              FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::tenancy
