#include "tenancy/team_service.h"

#include <string>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TeamServiceTest : public PlatformTest {
 protected:
  Result<Team> Create(const TeamDraft& draft, const Call& call) {
    return platform_.teams.Create(Operator(Permission::TeamsCreate), call, draft);
  }
  Result<Page<Team>> List(const ListRequest& request) {
    return platform_.teams.List(Operator(Permission::TeamsList), request);
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, TeamServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(TeamServiceTest, CreatesATeamAndListsIt) {
  const auto made = Create({.name = {"research"}, .display_name = "Research"}, platform_.NewCall());
  ASSERT_THAT(made, Succeeds());
  ASSERT_THAT(Create({.name = {"applied-science"}}, platform_.NewCall()), Succeeds());

  const auto page = List({.filter = "display_name = 'Research'"});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page->items, ElementsAre(*made));
  EXPECT_EQ(List({.sort = "created_at DESC, name ASC"})->total, 2);
  EXPECT_THAT(ActionsOf("house"), ElementsAre("system.bootstrap", "teams.create", "teams.create"));
}

TEST_P(TeamServiceTest, KeepsNamesApart) {
  ASSERT_THAT(Create({.name = {"research"}}, platform_.NewCall()), Succeeds());
  EXPECT_THAT(Create({.name = {"research"}}, platform_.NewCall()),
              FailsWithField(ErrorCode::AlreadyExists, "name"));
}

TEST_P(TeamServiceTest, AnswersARetryWithWhatTheFirstRequestMade) {
  const auto first = Create({.name = {"research"}}, platform_.Retried("k", "createTeam"));
  ASSERT_THAT(first, Succeeds());
  EXPECT_EQ(Create({.name = {"research"}}, platform_.Retried("k", "createTeam")), *first);
}

TEST_P(TeamServiceTest, ChangesNothingWithoutItsAuditEvent) {
  BreakAudit(platform_.directory.FindTenant({"house"})->id);
  EXPECT_FALSE(Create({.name = {"research"}}, platform_.NewCall()));
  EXPECT_THAT(List({})->items, IsEmpty());
}

TEST_P(TeamServiceTest, AsksForItsOwnPermission) {
  const Access wrong = Operator(Permission::TenantsList);
  EXPECT_THAT(platform_.teams.Create(wrong, platform_.NewCall(), {.name = {"research"}}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.teams.List(wrong, {}), FailsWith(ErrorCode::PermissionDenied));
}

class EnvironmentServiceTest : public PlatformTest {};

INSTANTIATE_TEST_SUITE_P(EachEngine, EnvironmentServiceTest, metadata::Engines(),
                         metadata::EngineName);

TEST_P(EnvironmentServiceTest, ListsTheLadderFromTheLowestRung) {
  const auto page = platform_.environments.List(Operator(Permission::EnvironmentsList), {});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page->items, ElementsAre(Environment{{"research"}, 1}, Environment{{"staging"}, 2},
                                       Environment{{"production"}, 3}));
  EXPECT_THAT(platform_.environments.List(Operator(Permission::TeamsList), {}),
              FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::tenancy
