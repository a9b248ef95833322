#include "tenancy/directory_feed.h"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;

// Another process over the same database.
class DirectoryFeedTest : public PlatformTest {
 protected:
  DirectoryFeedTest()
      : feed_(database(), platform_.system, other_, clock_, {.page = 3, .keep_changes = 1h}),
        authorizer_(other_, platform_.keys, clock_),
        scientist_(platform_.AddToken("acme", Role::Scientist)) {}

  void SetUp() override { ASSERT_THAT(feed_.Load(), Succeeds()); }

  Result<Access> LetInElsewhere(const std::string& header, Permission permission) const {
    ARM_TRY(auto who, authorizer_.Authenticate(header));
    return authorizer_.Authorise(std::move(who), permission, {});
  }
  void Revoke(const std::string& header) {
    const TokenId id = platform_.authorizer.Authenticate(header).value()->token;
    ASSERT_THAT(platform_.tokens.Revoke(Operator(Permission::TokensRevoke, "acme"),
                                        platform_.NewCall(), id),
                Succeeds());
  }
  void Suspend(const std::string& tenant) {
    ASSERT_THAT(
        platform_.tenants.Update(Operator(Permission::TenantsUpdate, tenant), platform_.NewCall(),
                                 {.state = TenantState::Suspended}, {}),
        Succeeds());
  }
  void MakeTokens(const std::string& tenant, int count) {
    const Access access = Operator(Permission::TokensCreate, tenant);
    for (int i = 0; i < count; ++i) {
      EXPECT_THAT(platform_.tokens.Create(access, {.request = {"r"}}, {.role = Role::Viewer}),
                  Succeeds());
    }
  }
  void StepUntil(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      EXPECT_THAT(feed_.Step(), Succeeds());
    }
  }
  std::optional<TimePoint> LastUse() {
    const auto page = platform_.tokens.List(Operator(Permission::TokensList, "acme"), {});
    return page.value().items.front().last_used_at;
  }

  Directory other_;
  DirectoryFeed feed_;
  Authorizer authorizer_;
  std::string scientist_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, DirectoryFeedTest, metadata::Engines(), metadata::EngineName);

TEST_P(DirectoryFeedTest, LoadsWhatThereIs) {
  EXPECT_THAT(LetInElsewhere(scientist_, Permission::ModelsGet), Succeeds());
  EXPECT_THAT(LetInElsewhere(platform_.Operator(), Permission::TenantsList), Succeeds());
  EXPECT_EQ(other_.Count().tenants, platform_.directory.Count().tenants);
  EXPECT_EQ(other_.Count().tokens, platform_.directory.Count().tokens);
  EXPECT_TRUE(other_.HasEnvironment({"production"}));
}

TEST_P(DirectoryFeedTest, LoadsEveryPartOfAToken) {
  const auto made =
      platform_.tokens.Create(Operator(Permission::TokensCreate, "acme"), platform_.NewCall(),
                              {.role = Role::Caller,
                               .environment = EnvironmentName{"staging"},
                               .scopes = {{Permission::Predict}},
                               .models = {{"churn", "leads"}}});
  ASSERT_THAT(made, Succeeds());
  ASSERT_THAT(feed_.Load(), Succeeds());
  const auto loaded = other_.FindToken(made->token.id);
  ASSERT_NE(loaded, nullptr);
  const Identity& here = platform_.directory.FindToken(made->token.id)->identity;
  EXPECT_EQ(loaded->identity.principal, here.principal);
  EXPECT_EQ(loaded->identity.principal_name, here.principal_name);
  EXPECT_EQ(loaded->identity.kind, PrincipalKind::Service);
  EXPECT_EQ(loaded->identity.environment, here.environment);
  EXPECT_EQ(loaded->identity.role, here.role);
  EXPECT_EQ(loaded->identity.scopes, here.scopes);
  EXPECT_EQ(loaded->identity.models, here.models);
  EXPECT_EQ(loaded->identity.expires_at, here.expires_at);
  EXPECT_EQ(*loaded->identity.tenant, *here.tenant);
}

TEST_P(DirectoryFeedTest, BringsARevocationFromAnotherProcess) {
  Revoke(scientist_);
  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(authorizer_.Authenticate(scientist_), FailsWith(ErrorCode::TokenRevoked));
}

TEST_P(DirectoryFeedTest, BringsNewTenantsAndTokensAndStatesAndQuotas) {
  platform_.AddTenant("initech");
  const std::string viewer = platform_.AddToken("initech", Role::Viewer);
  Suspend("acme");
  ASSERT_THAT(platform_.quotas.Update(Operator(Permission::QuotasUpdate, "globex"),
                                      platform_.NewCall(), {.requests_per_second = 9}, {}),
              Succeeds());

  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(LetInElsewhere(viewer, Permission::ModelsGet), Succeeds());
  EXPECT_THAT(LetInElsewhere(scientist_, Permission::ModelsGet),
              FailsWith(ErrorCode::TenantSuspended));
  EXPECT_EQ(other_.FindTenant({"globex"})->requests_per_second, 9);
}

TEST_P(DirectoryFeedTest, CatchesUpOverManyPages) {
  std::string last;
  for (int i = 0; i < 10; ++i) {
    last = platform_.AddToken("acme", Role::Viewer);
  }
  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(authorizer_.Authenticate(last), Succeeds());
  EXPECT_EQ(other_.Count().tokens, platform_.directory.Count().tokens);
}

TEST_P(DirectoryFeedTest, LoadsAgainWhenTheLogHasForgottenWhatCameNext) {
  Revoke(scientist_);
  clock_.Advance(1h + 1ms);
  ASSERT_THAT(platform_.feed.RecordUse(), Succeeds());
  const std::string viewer = platform_.AddToken("globex", Role::Viewer);

  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(authorizer_.Authenticate(scientist_), FailsWith(ErrorCode::TokenRevoked));
  EXPECT_THAT(authorizer_.Authenticate(viewer), Succeeds());
}

TEST_P(DirectoryFeedTest, LoadsAgainWhenTheLogHasForgottenEverything) {
  Revoke(scientist_);
  clock_.Advance(1h + 1ms);
  ASSERT_THAT(platform_.feed.RecordUse(), Succeeds());
  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(authorizer_.Authenticate(scientist_), FailsWith(ErrorCode::TokenRevoked));
}

TEST_P(DirectoryFeedTest, GivesChangesTheOrderOfTheirCommits) {
  {
    const std::jthread reader([&](const std::stop_token& stop) { StepUntil(stop); });
    std::vector<std::jthread> makers;
    for (const char* const tenant : {"acme", "globex", "acme", "globex"}) {
      makers.emplace_back([&, tenant] { MakeTokens(tenant, 10); });
    }
  }
  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_EQ(other_.Count().tokens, platform_.directory.Count().tokens);
}

TEST_P(DirectoryFeedTest, WritesDownWhenATokenWasUsedLast) {
  EXPECT_EQ(LastUse(), std::nullopt);
  clock_.Advance(10s);
  const TimePoint used = clock_.Now();
  ASSERT_THAT(platform_.authorizer.Authenticate(scientist_), Succeeds());
  EXPECT_EQ(LastUse(), std::nullopt);

  clock_.Advance(50s);
  ASSERT_THAT(platform_.feed.RecordUse(), Succeeds());
  EXPECT_EQ(LastUse(), used);
}

TEST_P(DirectoryFeedTest, KeepsTheLaterUseOfTwoProcesses) {
  clock_.Advance(1s);
  ASSERT_THAT(platform_.authorizer.Authenticate(scientist_), Succeeds());
  clock_.Advance(1s);
  const TimePoint later = clock_.Now();
  ASSERT_THAT(authorizer_.Authenticate(scientist_), Succeeds());
  clock_.Advance(1s);

  ASSERT_THAT(feed_.RecordUse(), Succeeds());
  ASSERT_THAT(platform_.feed.RecordUse(), Succeeds());
  EXPECT_EQ(LastUse(), later);
}

TEST_P(DirectoryFeedTest, RemovesTokensThatEndedLongAgoFromEveryProcess) {
  const auto brief =
      platform_.tokens.Create(Operator(Permission::TokensCreate, "acme"), platform_.NewCall(),
                              {.role = Role::Viewer, .lifetime = 1s});
  ASSERT_THAT(brief, Succeeds());
  const std::string expired = "Bearer " + brief->text.Reveal();
  const std::string viewer = platform_.AddToken("acme", Role::Viewer);
  Revoke(scientist_);
  ASSERT_THAT(feed_.Step(), Succeeds());
  clock_.Advance(720h);
  ASSERT_THAT(platform_.feed.RemoveEnded(), Succeeds());
  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(authorizer_.Authenticate(scientist_), FailsWith(ErrorCode::TokenRevoked));

  clock_.Advance(2s);
  ASSERT_THAT(platform_.feed.RemoveEnded(), Succeeds());
  ASSERT_THAT(platform_.feed.Step(), Succeeds());
  ASSERT_THAT(feed_.Step(), Succeeds());
  for (const Authorizer* const each : {&platform_.authorizer, &authorizer_}) {
    EXPECT_THAT(each->Authenticate(scientist_), FailsWith(ErrorCode::TokenUnknown));
    EXPECT_THAT(each->Authenticate(expired), FailsWith(ErrorCode::TokenUnknown));
    EXPECT_THAT(each->Authenticate(viewer), Succeeds());
  }
  EXPECT_EQ(platform_.tokens.List(Operator(Permission::TokensList, "acme"), {})->total, 1);
}

TEST_P(DirectoryFeedTest, RemovesAFewTokensAtOnce) {
  DirectoryFeed few(database(), platform_.system, other_, clock_, {.removed_at_once = 2});
  MakeTokens("acme", 4);
  clock_.Advance(90 * 24h + 720h + 1ms);
  ASSERT_THAT(few.RemoveEnded(), Succeeds());
  ASSERT_THAT(few.Load(), Succeeds());
  EXPECT_EQ(other_.Count().tokens, 4U);
}

TEST_P(DirectoryFeedTest, DropsWhatWasRemovedWhileItReadNothing) {
  Revoke(scientist_);
  ASSERT_THAT(feed_.Step(), Succeeds());
  clock_.Advance(720h + 1ms);
  ASSERT_THAT(platform_.feed.RemoveEnded(), Succeeds());
  clock_.Advance(1h + 1ms);
  ASSERT_THAT(platform_.feed.RecordUse(), Succeeds());

  ASSERT_THAT(feed_.Step(), Succeeds());
  EXPECT_THAT(authorizer_.Authenticate(scientist_), FailsWith(ErrorCode::TokenUnknown));
}

}  // namespace
}  // namespace armillary::tenancy
