#include "tenancy/principal_service.h"

#include <string>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PrincipalServiceTest : public PlatformTest {
 protected:
  PrincipalServiceTest() : admin_(platform_.AddToken("acme", Role::TenantAdmin)) {}

  Result<Principal> Create(const PrincipalDraft& draft, const Call& call) {
    return platform_.principals.Create(platform_.Let(admin_, Permission::PrincipalsCreate), call,
                                       draft);
  }
  Result<Principal> Create(const PrincipalDraft& draft) {
    return Create(draft, platform_.NewCall());
  }
  Result<Page<Principal>> List(const ListRequest& request) {
    return platform_.principals.List(platform_.Let(admin_, Permission::PrincipalsList), request);
  }
  void SetQuota(const QuotaLimits& limits) {
    ASSERT_THAT(platform_.quotas.Update(Operator(Permission::QuotasUpdate, "acme"),
                                        platform_.NewCall(), limits, {}),
                Succeeds());
  }

  std::string admin_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, PrincipalServiceTest, metadata::Engines(),
                         metadata::EngineName);

TEST_P(PrincipalServiceTest, AdmitsAPersonWithAManager) {
  const auto made =
      Create({.name = "grace@acme.example", .role = Role::Viewer, .manager = "tenant_admin@acme"});
  ASSERT_THAT(made, Succeeds());
  const auto page = List({.filter = "name = 'grace@acme.example'"});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page->items, ElementsAre(*made));
  EXPECT_EQ(page->items.front().manager, "tenant_admin@acme");
}

TEST_P(PrincipalServiceTest, AdmitsAProgram) {
  ASSERT_THAT(Create({.name = "nightly", .kind = PrincipalKind::Service, .role = Role::Scientist}),
              Succeeds());
  EXPECT_EQ(List({.filter = "kind = 'service' AND role = 'scientist'"})->total, 1);
}

TEST_P(PrincipalServiceTest, KnowsNoManagerOfAnotherTenant) {
  platform_.AddToken("globex", Role::TenantAdmin);
  const auto foreign = Create({.name = "grace", .manager = "tenant_admin@globex"});
  const auto missing = Create({.name = "grace", .manager = "nobody"});
  EXPECT_THAT(foreign, FailsWithField(ErrorCode::NotFound, "manager"));
  EXPECT_EQ(foreign.error(), missing.error());
  EXPECT_EQ(List({})->total, 1);
}

TEST_P(PrincipalServiceTest, GivesRolesUpToOnesOwn) {
  EXPECT_THAT(Create({.name = "eve", .role = Role::Operator}),
              FailsWithField(ErrorCode::RoleNotGrantable, "role"));
  EXPECT_THAT(
      platform_.principals.Create(Operator(Permission::PrincipalsCreate, "acme"),
                                  platform_.NewCall(), {.name = "eve", .role = Role::Operator}),
      FailsWith(ErrorCode::RoleNotGrantable));
  EXPECT_THAT(
      platform_.principals.Create(Operator(Permission::PrincipalsCreate), platform_.NewCall(),
                                  {.name = "second", .role = Role::Operator}),
      Succeeds());
}

TEST_P(PrincipalServiceTest, KeepsNamesApartWithinATenantOnly) {
  ASSERT_THAT(Create({.name = "grace"}), Succeeds());
  EXPECT_THAT(Create({.name = "grace"}), FailsWithField(ErrorCode::AlreadyExists, "name"));
  EXPECT_THAT(platform_.principals.Create(Operator(Permission::PrincipalsCreate, "globex"),
                                          platform_.NewCall(), {.name = "grace"}),
              Succeeds());
  EXPECT_THAT(Create({.name = "a/b"}), FailsWithField(ErrorCode::InvalidName, "name"));
}

TEST_P(PrincipalServiceTest, StopsAtTheQuota) {
  SetQuota({.principals = 2});
  ASSERT_THAT(Create({.name = "grace"}), Succeeds());
  EXPECT_THAT(Create({.name = "heidi"}), FailsWithField(ErrorCode::QuotaExceeded, "principals"));
}

TEST_P(PrincipalServiceTest, AnswersARetryWithWhatTheFirstRequestMade) {
  const auto first = Create({.name = "grace"}, platform_.Retried("k", "createPrincipal"));
  ASSERT_THAT(first, Succeeds());
  EXPECT_EQ(Create({.name = "grace"}, platform_.Retried("k", "createPrincipal")), *first);
  EXPECT_EQ(List({})->total, 2);
}

TEST_P(PrincipalServiceTest, ChangesNothingWithoutItsAuditEvent) {
  BreakAudit(platform_.directory.FindTenant({"acme"})->id);
  EXPECT_FALSE(Create({.name = "grace"}));
  EXPECT_THAT(List({.filter = "name = 'grace'"})->items, IsEmpty());
}

TEST_P(PrincipalServiceTest, ListsItsOwnTenantOnly) {
  platform_.AddToken("globex", Role::Viewer);
  EXPECT_EQ(List({})->total, 1);
}

TEST_P(PrincipalServiceTest, WritesWhatTheOperatorDoesIntoTheTenantsLog) {
  EXPECT_THAT(ActionsOf("acme"),
              ElementsAre("tenants.create", "principals.create", "tokens.create"));
}

TEST_P(PrincipalServiceTest, AsksForItsOwnPermission) {
  const Access wrong = platform_.Let(admin_, Permission::TokensList);
  EXPECT_THAT(platform_.principals.Create(wrong, platform_.NewCall(), {.name = "grace"}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.principals.List(wrong, {}), FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::tenancy
