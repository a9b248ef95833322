#include "tenancy/token_service.h"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class TokenServiceTest : public PlatformTest {
 protected:
  TokenServiceTest()
      : admin_(platform_.AddToken("acme", Role::TenantAdmin)),
        scientist_(platform_.AddToken("acme", Role::Scientist)) {}

  Result<NewToken> Create(const std::string& maker, const TokenDraft& draft, const Call& call) {
    return platform_.tokens.Create(platform_.Let(maker, Permission::TokensCreate), call, draft);
  }
  Result<NewToken> Create(const std::string& maker, const TokenDraft& draft) {
    return Create(maker, draft, platform_.NewCall());
  }
  Result<NewToken> CreateIn(const std::string& tenant, const TokenDraft& draft) {
    return platform_.tokens.Create(Operator(Permission::TokensCreate, tenant), platform_.NewCall(),
                                   draft);
  }
  Result<Page<Token>> List(const std::string& reader, const ListRequest& request) {
    return platform_.tokens.List(platform_.Let(reader, Permission::TokensList), request);
  }
  Result<Token> Revoke(const std::string& revoker, const TokenId& id) {
    return platform_.tokens.Revoke(platform_.Let(revoker, Permission::TokensRevoke),
                                   platform_.NewCall(), id);
  }
  TokenId IdOf(const std::string& header) {
    return platform_.authorizer.Authenticate(header).value()->token;
  }
  static std::string HeaderOf(const NewToken& token) { return "Bearer " + token.text.Reveal(); }
  void SetQuota(const QuotaLimits& limits) {
    ASSERT_THAT(platform_.quotas.Update(Operator(Permission::QuotasUpdate, "acme"),
                                        platform_.NewCall(), limits, {}),
                Succeeds());
  }

  std::string admin_;
  std::string scientist_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, TokenServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(TokenServiceTest, MakesATokenThatWorksAtOnce) {
  const auto made = Create(scientist_, {});
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->token.role, Role::Scientist);
  EXPECT_EQ(made->token.environment, EnvironmentName{"research"});
  EXPECT_EQ(made->token.expires_at, clock_.Now() + 90 * 24h);
  EXPECT_THAT(platform_.LetIn(HeaderOf(*made), Permission::ModelsRegister), Succeeds());
}

TEST_P(TokenServiceTest, KeepsNoSecret) {
  const auto made = Create(scientist_, {});
  ASSERT_THAT(made, Succeeds());
  const auto rows = database().Read([&](metadata::Transaction& transaction) {
    return transaction.Query(platform_.system,
                             "SELECT k.id, k.secret_hash FROM tokens AS k WHERE k.id = $1",
                             {made->token.id.value});
  });
  ASSERT_THAT(rows.value(), SizeIs(1));
  const metadata::Blob& hash = rows->front().Bytes(1);
  EXPECT_THAT(hash, SizeIs(32));
  const std::string kept(reinterpret_cast<const char*>(hash.data()), hash.size());
  EXPECT_EQ(made->text.Reveal().find(kept), std::string::npos);
}

TEST_P(TokenServiceTest, MakesATokenForANamedPrincipalOfTheTenant) {
  const auto made = Create(admin_, {.principal = "scientist@acme", .role = Role::Viewer});
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->token.principal_name, "scientist@acme");
  EXPECT_EQ(made->token.created_by,
            platform_.Let(admin_, Permission::TokensCreate).Who().principal);
}

TEST_P(TokenServiceTest, KnowsNoPrincipalOfAnotherTenant) {
  platform_.AddToken("globex", Role::Viewer);
  const auto foreign = Create(admin_, {.principal = "viewer@globex"});
  const auto missing = Create(admin_, {.principal = "nobody"});
  EXPECT_THAT(foreign, FailsWithField(ErrorCode::NotFound, "principal"));
  EXPECT_EQ(foreign.error(), missing.error());
}

TEST_P(TokenServiceTest, LetsAScientistMakeTokensForItselfOnly) {
  EXPECT_THAT(Create(scientist_, {.principal = "scientist@acme"}), Succeeds());
  EXPECT_THAT(Create(scientist_, {.principal = "tenant_admin@acme"}),
              FailsWithField(ErrorCode::PermissionDenied, "principal"));
  EXPECT_THAT(Create(scientist_, {.principal = "nobody"}),
              FailsWithField(ErrorCode::PermissionDenied, "principal"));
}

TEST_P(TokenServiceTest, LetsAScientistMakeTokensForItsOwnEnvironmentOnly) {
  EXPECT_THAT(Create(scientist_, {.environment = EnvironmentName{"production"}}),
              FailsWithField(ErrorCode::PermissionDenied, "environment"));
  const std::string staging = platform_.AddToken("acme", Role::Scientist, "staging");
  EXPECT_THAT(Create(staging, {.environment = EnvironmentName{"staging"}}), Succeeds());
  EXPECT_THAT(Create(staging, {}), FailsWithField(ErrorCode::PermissionDenied, "environment"));
}

TEST_P(TokenServiceTest, LetsAnAdminMakeTokensForAnyEnvironmentThatThereIs) {
  EXPECT_THAT(Create(admin_, {.environment = EnvironmentName{"production"}}), Succeeds());
  EXPECT_THAT(Create(admin_, {.environment = EnvironmentName{"moon"}}),
              FailsWithField(ErrorCode::NotOneOf, "environment"));
}

TEST_P(TokenServiceTest, GivesRolesUpToTheMakersOwn) {
  for (const Role role : AllRoles()) {
    const std::optional<std::vector<std::string>> models =
        role == Role::Caller ? std::optional(std::vector<std::string>{"churn"}) : std::nullopt;
    const auto made = Create(scientist_, {.role = role, .models = models});
    if (role == Role::Scientist || role == Role::Viewer || role == Role::Caller) {
      EXPECT_THAT(made, Succeeds()) << NameOf(role);
    } else {
      EXPECT_THAT(made, FailsWithField(ErrorCode::RoleNotGrantable, "role")) << NameOf(role);
    }
  }
}

TEST_P(TokenServiceTest, GivesRolesUpToTheOwnersOwn) {
  platform_.AddToken("acme", Role::Viewer);
  EXPECT_THAT(Create(admin_, {.principal = "viewer@acme", .role = Role::Scientist}),
              FailsWithField(ErrorCode::RoleNotGrantable, "role"));
  EXPECT_THAT(Create(admin_, {.principal = "viewer@acme"}), Succeeds());
}

TEST_P(TokenServiceTest, HoldsAWeakTokenOfAStrongPrincipalToItsOwnRole) {
  const auto weak = Create(admin_, {.role = Role::Scientist});
  ASSERT_THAT(weak, Succeeds());
  EXPECT_THAT(Create(HeaderOf(*weak), {.role = Role::TenantAdmin}),
              FailsWith(ErrorCode::RoleNotGrantable));
}

TEST_P(TokenServiceTest, BringsAServiceAccountForAnOperatorInAnotherTenant) {
  const auto made = CreateIn("globex", {.role = Role::TenantAdmin});
  ASSERT_THAT(made, Succeeds());
  EXPECT_EQ(made->token.principal_name, "tenant_admin-" + made->token.id.value);
  EXPECT_THAT(ActionsOf("globex"),
              ElementsAre("tenants.create", "principals.create", "tokens.create"));

  const auto people = platform_.principals.List(
      platform_.Let(HeaderOf(*made), Permission::PrincipalsList), {.filter = "kind = 'service'"});
  EXPECT_EQ(people->total, 1);
  EXPECT_THAT(CreateIn("globex", {}), FailsWithField(ErrorCode::MissingField, "role"));
  EXPECT_THAT(CreateIn("globex", {.role = Role::Operator}), FailsWith(ErrorCode::RoleNotGrantable));
}

TEST_P(TokenServiceTest, HoldsACallerToItsModels) {
  const auto made = Create(admin_, {.role = Role::Caller, .models = {{"churn", "прогноз"}}});
  ASSERT_THAT(made, Succeeds());
  const Access access = platform_.Let(HeaderOf(*made), Permission::Predict);
  EXPECT_THAT(access.RequireModel({"прогноз"}), Succeeds());
  EXPECT_THAT(access.RequireModel({"leads"}), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(Create(admin_, {.role = Role::Caller}),
              FailsWithField(ErrorCode::MissingField, "models"));
  EXPECT_THAT(Create(admin_, {.models = {{"churn"}}}),
              FailsWithField(ErrorCode::UnknownField, "models"));
}

TEST_P(TokenServiceTest, NarrowsARoleByScopes) {
  const auto made =
      Create(scientist_, {.scopes = {{Permission::ModelsGet, Permission::TenantsCreate}}});
  ASSERT_THAT(made, Succeeds());
  EXPECT_THAT(platform_.LetIn(HeaderOf(*made), Permission::ModelsGet), Succeeds());
  EXPECT_THAT(platform_.LetIn(HeaderOf(*made), Permission::ModelsList),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.LetIn(HeaderOf(*made), Permission::TenantsCreate),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST_P(TokenServiceTest, PassesNoMoreScopesOnThanTheMakersTokenHas) {
  const std::set<Permission> few{Permission::TokensCreate, Permission::ModelsGet};
  for (const std::string& whole : {scientist_, admin_}) {
    const auto narrow = Create(whole, {.scopes = few});
    ASSERT_THAT(narrow, Succeeds());

    const auto heir = Create(HeaderOf(*narrow), {});
    ASSERT_THAT(heir, Succeeds());
    EXPECT_EQ(heir->token.scopes, few);
    EXPECT_THAT(platform_.LetIn(HeaderOf(*heir), Permission::ModelsList),
                FailsWith(ErrorCode::PermissionDenied));

    const auto narrower = Create(HeaderOf(*heir), {.scopes = {{Permission::ModelsGet}}});
    ASSERT_THAT(narrower, Succeeds());
    EXPECT_EQ(narrower->token.scopes, std::set{Permission::ModelsGet});
    EXPECT_THAT(
        Create(HeaderOf(*narrow), {.scopes = {{Permission::ModelsGet, Permission::ModelsList}}}),
        FailsWithField(ErrorCode::PermissionDenied, "scopes"));
  }
}

TEST_P(TokenServiceTest, EndsAScientistsTokensNoLaterThanTheTokenThatMakesThem) {
  const auto brief = Create(scientist_, {.lifetime = 60s});
  ASSERT_THAT(brief, Succeeds());
  const auto heir = Create(HeaderOf(*brief), {});
  ASSERT_THAT(heir, Succeeds());
  EXPECT_EQ(heir->token.expires_at, brief->token.expires_at);
  EXPECT_THAT(Create(HeaderOf(*brief), {.lifetime = 60s}), Succeeds());
  EXPECT_THAT(Create(HeaderOf(*brief), {.lifetime = 61s}),
              FailsWithField(ErrorCode::PermissionDenied, "expires_in_seconds"));
}

TEST_P(TokenServiceTest, LetsABriefTokenOfAnAdminMakeLongerOnes) {
  const auto brief = Create(admin_, {.lifetime = 60s});
  ASSERT_THAT(brief, Succeeds());
  const auto longer = Create(HeaderOf(*brief), {.principal = "scientist@acme"});
  ASSERT_THAT(longer, Succeeds());
  EXPECT_EQ(longer->token.expires_at, clock_.Now() + 90 * 24h);
}

TEST_P(TokenServiceTest, ShowsASecretOnceEvenToARetry) {
  const auto first = Create(scientist_, {}, platform_.Retried("k", "createToken"));
  ASSERT_THAT(first, Succeeds());
  const auto again = Create(scientist_, {}, platform_.Retried("k", "createToken"));
  ASSERT_THAT(again, FailsWith(ErrorCode::SecretShownOnce));
  EXPECT_THAT(again.error().message, HasSubstr(first->token.id.value));
  EXPECT_EQ(List(scientist_, {})->total, 2);
}

TEST_P(TokenServiceTest, StopsAtTheQuotaOfActiveTokens) {
  SetQuota({.tokens = 3});
  const auto third = Create(scientist_, {.lifetime = 10s});
  ASSERT_THAT(third, Succeeds());
  EXPECT_THAT(Create(scientist_, {}), FailsWithField(ErrorCode::QuotaExceeded, "tokens"));
  clock_.Advance(10s);
  ASSERT_THAT(Create(scientist_, {.lifetime = 10s}), Succeeds());
  ASSERT_THAT(Revoke(admin_, List(scientist_, {.limit = 1})->items.front().id), Succeeds());
  EXPECT_THAT(Create(scientist_, {}), Succeeds());
}

TEST_P(TokenServiceTest, StopsAtTheQuotaWhenManyAskAtOnce) {
  SetQuota({.tokens = 5});
  const Access access = platform_.Let(scientist_, Permission::TokensCreate);
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> makers;
    for (int i = 0; i < 8; ++i) {
      makers.emplace_back([&, i] {
        made += platform_.tokens.Create(access, {.request = {std::to_string(i)}}, {}) ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(made, 3);
}

TEST_P(TokenServiceTest, RevokesATokenAtOnceAndOnce) {
  const TokenId id = IdOf(scientist_);
  clock_.Advance(1s);
  const auto revoked = Revoke(admin_, id);
  ASSERT_THAT(revoked, Succeeds());
  EXPECT_EQ(revoked->revoked_at, clock_.Now());
  EXPECT_THAT(platform_.authorizer.Authenticate(scientist_), FailsWith(ErrorCode::TokenRevoked));

  const std::size_t events = ActionsOf("acme").size();
  clock_.Advance(1s);
  EXPECT_EQ(Revoke(admin_, id), *revoked);
  EXPECT_THAT(ActionsOf("acme"), SizeIs(events));
}

TEST_P(TokenServiceTest, HidesWhatBelongsToOthersFromAScientist) {
  const auto hidden = Revoke(scientist_, IdOf(admin_));
  const auto missing = Revoke(scientist_, {"00000000000000000000000000"});
  EXPECT_THAT(hidden, FailsWith(ErrorCode::NotFound));
  EXPECT_EQ(hidden.error(), missing.error());
  EXPECT_THAT(platform_.authorizer.Authenticate(admin_), Succeeds());

  const auto page = List(scientist_, {});
  ASSERT_THAT(page, Succeeds());
  EXPECT_EQ(page->total, 1);
  EXPECT_EQ(page->items.front().principal_name, "scientist@acme");
}

TEST_P(TokenServiceTest, HidesWhatBelongsToAnotherTenant) {
  const std::string foreign = platform_.AddToken("globex", Role::Viewer);
  const auto hidden = Revoke(admin_, IdOf(foreign));
  EXPECT_THAT(hidden, FailsWith(ErrorCode::NotFound));
  EXPECT_EQ(hidden.error(), Revoke(admin_, {"00000000000000000000000000"}).error());
  EXPECT_THAT(platform_.authorizer.Authenticate(foreign), Succeeds());
  EXPECT_EQ(List(admin_, {})->total, 2);
}

TEST_P(TokenServiceTest, LeavesTheLastOperatorsTokenAlone) {
  const TokenId first = IdOf(platform_.Operator());
  EXPECT_THAT(Revoke(platform_.Operator(), first), FailsWith(ErrorCode::LastOperatorToken));

  const auto narrow = CreateIn("house", {.scopes = {{Permission::MetricsRead}}});
  ASSERT_THAT(narrow, Succeeds());
  EXPECT_THAT(Revoke(platform_.Operator(), first), FailsWith(ErrorCode::LastOperatorToken));
  EXPECT_THAT(Revoke(platform_.Operator(), narrow->token.id), Succeeds());

  const auto brief = CreateIn("house", {.lifetime = 1s});
  ASSERT_THAT(brief, Succeeds());
  clock_.Advance(1s);
  EXPECT_THAT(Revoke(platform_.Operator(), first), FailsWith(ErrorCode::LastOperatorToken));

  ASSERT_THAT(CreateIn("house", {}), Succeeds());
  EXPECT_THAT(Revoke(platform_.Operator(), first), Succeeds());
}

TEST_P(TokenServiceTest, LetsGoOfANarrowOperatorsTokenWhateverIsLeft) {
  clock_.Advance(24h);
  const auto narrow = CreateIn(
      "house", {.scopes = {{Permission::TokensRevoke}}, .lifetime = kLongestTokenLifetime});
  ASSERT_THAT(narrow, Succeeds());
  clock_.Advance(364 * 24h);
  ASSERT_THAT(platform_.authorizer.Authenticate(platform_.Operator()),
              FailsWith(ErrorCode::TokenExpired));
  EXPECT_THAT(Revoke(HeaderOf(*narrow), narrow->token.id), Succeeds());
}

TEST_P(TokenServiceTest, LeavesOneOperatorsTokenWhenTwoAreRevokedAtOnce) {
  const auto second = CreateIn("house", {});
  ASSERT_THAT(second, Succeeds());
  const Access access = Operator(Permission::TokensRevoke);
  std::atomic<int> revoked = 0;
  {
    std::vector<std::jthread> revokers;
    for (const TokenId& id : {IdOf(platform_.Operator()), second->token.id}) {
      revokers.emplace_back([&, id] {
        revoked += platform_.tokens.Revoke(access, {.request = {id.value}}, id) ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(revoked, 1);
}

TEST_P(TokenServiceTest, ChangesNothingWithoutItsAuditEvent) {
  const TokenId id = IdOf(scientist_);
  BreakAudit(platform_.directory.FindTenant({"acme"})->id);
  EXPECT_FALSE(Create(scientist_, {}));
  EXPECT_FALSE(Revoke(admin_, id));
  EXPECT_FALSE(CreateIn("acme", {.role = Role::Viewer}));
  EXPECT_EQ(List(admin_, {})->total, 2);
  EXPECT_THAT(platform_.authorizer.Authenticate(scientist_), Succeeds());
}

TEST_P(TokenServiceTest, ListsByStateAndOwnerAndTime) {
  ASSERT_THAT(Create(scientist_, {.lifetime = 1s}), Succeeds());
  const auto revoked =
      Create(admin_, {.principal = "scientist@acme", .environment = EnvironmentName{"staging"}});
  ASSERT_THAT(Revoke(admin_, revoked->token.id), Succeeds());
  clock_.Advance(1s);

  EXPECT_EQ(List(admin_, {.filter = "state = 'active'"})->total, 2);
  EXPECT_EQ(List(admin_, {.filter = "state = 'expired'"})->total, 1);
  EXPECT_EQ(List(admin_, {.filter = "state = 'revoked' AND environment = 'staging'"})->total, 1);
  EXPECT_EQ(List(admin_, {.filter = "principal_name = 'scientist@acme'"})->total, 3);
  EXPECT_EQ(List(scientist_, {.filter = "role = 'scientist'"})->total, 3);
  for (const char* const field : {"created_at", "expires_at DESC", "last_used_at ASC"}) {
    EXPECT_THAT(List(admin_, {.sort = field})->items, SizeIs(4)) << field;
  }
  const auto first = List(admin_, {.limit = 3});
  EXPECT_THAT(List(admin_, {.cursor = first->next_cursor, .limit = 3})->items, SizeIs(1));
}

TEST_P(TokenServiceTest, ListsATokenAsItWasMade) {
  const auto made = Create(admin_, {.role = Role::Caller, .models = {{"churn"}}});
  ASSERT_THAT(made, Succeeds());
  EXPECT_THAT(List(admin_, {.filter = "role = 'caller'"})->items, ElementsAre(made->token));
}

TEST_P(TokenServiceTest, AsksForItsOwnPermission) {
  const Access wrong = platform_.Let(admin_, Permission::QuotasGet);
  EXPECT_THAT(platform_.tokens.Create(wrong, platform_.NewCall(), {}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.tokens.List(wrong, {}), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.tokens.Revoke(wrong, platform_.NewCall(), IdOf(admin_)),
              FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::tenancy
