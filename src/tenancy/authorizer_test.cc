#include "tenancy/authorizer.h"

#include <chrono>
#include <memory>
#include <string>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "tenancy/schema_files.h"
#include "tenancy/testing/test_platform.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;

class AuthorizerTest : public testing::Test {
 protected:
  AuthorizerTest()
      : database_(metadata::Engine::Sqlite,
                  metadata::MigrationsOf("tenancy", schema::EmbeddedFiles())),
        platform_(*database_, clock_) {
    platform_.AddTenant("acme");
    platform_.AddTenant("globex");
    scientist_ = platform_.AddToken("acme", Role::Scientist);
  }

  Result<std::shared_ptr<const Identity>> Authenticate(const std::string& header) const {
    return platform_.authorizer.Authenticate(header);
  }

  TokenId IdOf(const std::string& header) const { return (*Authenticate(header))->token; }

  void Revoke(const std::string& header) {
    const TokenId id = IdOf(header);
    const Access access =
        platform_.Let(platform_.Operator(), Permission::TokensRevoke, TestPlatform::In("acme"));
    ASSERT_THAT(platform_.tokens.Revoke(access, platform_.NewCall(), id), Succeeds());
  }

  void SetState(const std::string& tenant, TenantState state) {
    const Access access =
        platform_.Let(platform_.Operator(), Permission::TenantsUpdate, TestPlatform::In(tenant));
    ASSERT_THAT(platform_.tenants.Update(access, platform_.NewCall(), {.state = state}, {}),
                Succeeds());
  }

  FakeClock clock_;
  metadata::TestDatabase database_;
  TestPlatform platform_;
  std::string scientist_;
};

TEST_F(AuthorizerTest, CountsEachTenantAgainstItsOwnQuota) {
  const Access access =
      platform_.Let(platform_.Operator(), Permission::QuotasUpdate, TestPlatform::In("acme"));
  ASSERT_THAT(platform_.quotas.Update(access, platform_.NewCall(), {.requests_per_second = 2}, {}),
              Succeeds());
  const auto who = *Authenticate(scientist_);
  const auto other = *Authenticate(platform_.AddToken("globex", Role::Scientist));

  EXPECT_THAT(platform_.authorizer.Count(*who), Succeeds());
  EXPECT_THAT(platform_.authorizer.Count(*who), Succeeds());
  EXPECT_THAT(platform_.authorizer.Count(*who), FailsWith(ErrorCode::TooManyRequests));
  EXPECT_THAT(platform_.authorizer.Count(*other), Succeeds());

  clock_.Advance(500ms);
  EXPECT_THAT(platform_.authorizer.Count(*who), Succeeds());
}

TEST_F(AuthorizerTest, KnowsWhoSendsAToken) {
  const auto who = Authenticate(scientist_);
  ASSERT_THAT(who, Succeeds());
  EXPECT_EQ((*who)->principal_name, "scientist@acme");
  EXPECT_EQ((*who)->tenant->name, TenantName{"acme"});
  EXPECT_EQ((*who)->environment, EnvironmentName{"research"});
  EXPECT_EQ((*who)->role, Role::Scientist);
}

TEST_F(AuthorizerTest, TakesTheSchemeInAnyCase) {
  EXPECT_THAT(Authenticate("bEARER " + scientist_.substr(7)), Succeeds());
}

TEST_F(AuthorizerTest, TellsNoTokenFromAGarbledOne) {
  EXPECT_THAT(Authenticate(""), FailsWith(ErrorCode::Unauthenticated));
  for (const std::string& garbled :
       {std::string("Bearer"), std::string("Bearer "), std::string("Basic YWRhOnNlY3JldA=="),
        scientist_.substr(7), scientist_ + "x", scientist_.substr(0, scientist_.size() - 1),
        std::string("Bearer arm_"), std::string(100'000, 'a')}) {
    EXPECT_THAT(Authenticate(garbled), FailsWith(ErrorCode::TokenMalformed)) << garbled;
  }
}

TEST_F(AuthorizerTest, KnowsNoTokenOfAnotherSecretAndNoneOfAnotherId) {
  const keys::TokenParts other_secret{IdOf(scientist_), keys::NewTokenSecret(platform_.random)};
  const keys::TokenParts other_id{{NewId(clock_, platform_.random)},
                                  keys::NewTokenSecret(platform_.random)};
  for (const keys::TokenParts& parts : {other_secret, other_id}) {
    EXPECT_THAT(Authenticate("Bearer " + keys::MakeToken(parts).Reveal()),
                FailsWith(ErrorCode::TokenUnknown));
  }
}

TEST_F(AuthorizerTest, RefusesATokenFromTheMomentItExpires) {
  clock_.Advance(90 * 24h - 1ms);
  EXPECT_THAT(Authenticate(scientist_), Succeeds());
  clock_.Advance(1ms);
  EXPECT_THAT(Authenticate(scientist_), FailsWith(ErrorCode::TokenExpired));
}

TEST_F(AuthorizerTest, RefusesARevokedTokenAtOnce) {
  Revoke(scientist_);
  EXPECT_THAT(Authenticate(scientist_), FailsWith(ErrorCode::TokenRevoked));
}

TEST_F(AuthorizerTest, SaysThatATokenIsRevokedOnlyToWhoHasItsSecret) {
  const keys::TokenParts guess{IdOf(scientist_), keys::NewTokenSecret(platform_.random)};
  Revoke(scientist_);
  EXPECT_THAT(Authenticate("Bearer " + keys::MakeToken(guess).Reveal()),
              FailsWith(ErrorCode::TokenUnknown));
}

TEST_F(AuthorizerTest, LetsInToTheTokensOwnTenantAndEnvironment) {
  const auto access = platform_.LetIn(scientist_, Permission::ModelsGet);
  ASSERT_THAT(access, Succeeds());
  EXPECT_EQ(access->Tenant().name, TenantName{"acme"});
  EXPECT_EQ(access->Environment(), EnvironmentName{"research"});
  EXPECT_EQ(access->Granted(), Permission::ModelsGet);
  EXPECT_EQ(access->GrantedReach(), Reach::All);
}

TEST_F(AuthorizerTest, AnswersAnotherTenantAndAMissingOneAlike) {
  for (const Permission permission : AllPermissions()) {
    const auto other = platform_.LetIn(scientist_, permission, TestPlatform::In("globex"));
    const auto missing = platform_.LetIn(scientist_, permission, TestPlatform::In("nowhere"));
    ASSERT_THAT(other, FailsWith(ErrorCode::NotFound));
    EXPECT_EQ(other.error(), missing.error()) << NameOf(permission);
  }
}

TEST_F(AuthorizerTest, AnswersTheOperatorAlikeToo) {
  const auto other =
      platform_.LetIn(platform_.Operator(), Permission::ModelsList, TestPlatform::In("globex"));
  const auto missing =
      platform_.LetIn(platform_.Operator(), Permission::TokensList, TestPlatform::In("nowhere"));
  ASSERT_THAT(other, FailsWith(ErrorCode::NotFound));
  ASSERT_THAT(missing, FailsWith(ErrorCode::NotFound));
  EXPECT_EQ(other.error(), missing.error());
}

TEST_F(AuthorizerTest, LooksAtTheTenantBeforeItsStateBeforeTheEnvironmentBeforeTheRole) {
  SetState("acme", TenantState::Suspended);
  SetState("globex", TenantState::Suspended);
  const Address moon{.tenant = {}, .environment = EnvironmentName{"moon"}};

  EXPECT_THAT(platform_.LetIn(scientist_, Permission::AuditList, TestPlatform::In("globex")),
              FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(platform_.LetIn(scientist_, Permission::AuditList, moon),
              FailsWith(ErrorCode::TenantSuspended));
  SetState("acme", TenantState::Active);
  EXPECT_THAT(platform_.LetIn(scientist_, Permission::AuditList, moon),
              FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(platform_.LetIn(scientist_, Permission::AuditList),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST_F(AuthorizerTest, HoldsATokenOfASuspendedTenantFromTheNextRequestOn) {
  SetState("acme", TenantState::Suspended);
  EXPECT_THAT(platform_.LetIn(scientist_, Permission::ModelsGet),
              FailsWith(ErrorCode::TenantSuspended));
  const auto self = platform_.LetIn(scientist_, Permission::SelfRead);
  ASSERT_THAT(self, Succeeds());
  EXPECT_EQ(self->Tenant().state, TenantState::Suspended);

  SetState("acme", TenantState::Active);
  EXPECT_THAT(platform_.LetIn(scientist_, Permission::ModelsGet), Succeeds());
}

TEST_F(AuthorizerTest, CrossesEnvironmentsToReadOnly) {
  const Address staging{.tenant = {}, .environment = EnvironmentName{"staging"}};
  const auto read = platform_.LetIn(scientist_, Permission::DeploymentsGet, staging);
  ASSERT_THAT(read, Succeeds());
  EXPECT_EQ(read->Environment(), EnvironmentName{"staging"});
  EXPECT_THAT(platform_.LetIn(scientist_, Permission::DeploymentsCreate, staging),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST_F(AuthorizerTest, AuthorisesAgainAsThingsAreByNow) {
  const Identity who = **Authenticate(scientist_);
  const Authorizer& authorizer = platform_.authorizer;
  const auto again = [&](const std::string& tenant) {
    return authorizer.AuthoriseAgain(who, Permission::ModelsList, TestPlatform::In(tenant));
  };
  ASSERT_THAT(again("acme"), Succeeds());
  EXPECT_EQ(again("acme")->Tenant().name.value, "acme");
  EXPECT_THAT(again("globex"), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(authorizer.AuthoriseAgain(who, Permission::AuditList, {}),
              FailsWith(ErrorCode::PermissionDenied));

  SetState("acme", TenantState::Suspended);
  EXPECT_THAT(again("acme"), FailsWith(ErrorCode::TenantSuspended));
  SetState("acme", TenantState::Active);
  Revoke(scientist_);
  EXPECT_THAT(again("acme"), FailsWith(ErrorCode::TokenRevoked));
}

TEST_F(AuthorizerTest, AuthorisesAgainUntilTheTokenExpires) {
  const Identity who = **Authenticate(scientist_);
  clock_.Advance(24h * 91);
  EXPECT_THAT(platform_.authorizer.AuthoriseAgain(who, Permission::ModelsList, {}),
              FailsWith(ErrorCode::TokenExpired));
}

TEST_F(AuthorizerTest, NoticesEveryChangeOfRights) {
  const auto before = platform_.authorizer.Changes();
  EXPECT_THAT(Authenticate(scientist_), Succeeds());
  EXPECT_EQ(platform_.authorizer.Changes(), before);
  Revoke(scientist_);
  EXPECT_GT(platform_.authorizer.Changes(), before);
}

}  // namespace
}  // namespace armillary::tenancy
