#include "tenancy/sign_in_service.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/testing/on_threads.h"
#include "tenancy/directory_store.h"
#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;

class SignInServiceTest : public PlatformTest {
 protected:
  SignInServiceTest() : ada_(platform_.AddPerson("acme", "ada", Role::Scientist)) {}

  Result<NewSignInLink> Create(const std::string& maker, const Call& call) {
    return platform_.sign_in.Create(platform_.Let(maker, Permission::SignInLinksCreate), call);
  }
  Result<NewSignInLink> Create(const std::string& maker) {
    return Create(maker, platform_.NewCall());
  }
  // A token of ada that is less than she is.
  std::string Less(const TokenDraft& draft) {
    TokenDraft of_ada = draft;
    of_ada.principal = "ada";
    const auto made = platform_.tokens.Create(Operator(Permission::TokensCreate, "acme"),
                                              platform_.NewCall(), of_ada);
    return "Bearer " + made.value().text.Reveal();
  }
  PersonId PersonOf(const SessionProof& proof) {
    return platform_.directory.People().FindSession(proof.id)->session.person;
  }
  // What another process, or this one after a restart, knows.
  bool IsLetInElsewhere(const SessionProof& proof) {
    Directory other;
    DirectoryFeed feed(database(), platform_.system, other, clock_);
    EXPECT_THAT(feed.Load(), Succeeds());
    const Authorizer authorizer(other, platform_.keys, clock_);
    return authorizer.AuthenticateSession(proof, Permission::SelfSession, {}).has_value();
  }
  // Disables the person as a provider would have it, for every process.
  void Disable(const PersonId& person) {
    Tamper("UPDATE people SET disabled_at = 1 WHERE people.id = $1", {person.value});
    ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) {
      return LogDirectoryChange(transaction, platform_.system, DirectoryKind::Person, person.value,
                                clock_.Now());
    }),
                Succeeds());
    ASSERT_THAT(platform_.feed.Step(), Succeeds());
  }

  std::string ada_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, SignInServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(SignInServiceTest, LetsThePrincipalOfTheLinkIn) {
  const SessionProof session = platform_.SignIn(ada_);
  const auto access =
      platform_.LetIn(session, Permission::ModelsRegister, TestPlatform::In("acme"));
  ASSERT_THAT(access, Succeeds());
  EXPECT_EQ(access->Who().principal_name, "ada");
  EXPECT_EQ(access->Who().session, session.id);
  EXPECT_EQ(access->Who().token.value, session.id.value);
  EXPECT_EQ(access->Environment().value, "research");
  EXPECT_EQ(access->Who().scopes, std::nullopt);
  EXPECT_TRUE(IsLetInElsewhere(session));
}

TEST_P(SignInServiceTest, TakesACodeOnce) {
  const Secret code = platform_.NewCode(ada_);
  EXPECT_THAT(platform_.Redeem(code), Succeeds());
  EXPECT_THAT(platform_.Redeem(code), FailsWith(ErrorCode::SignInCodeInvalid));
}

TEST_P(SignInServiceTest, TakesACodeOnceHoweverManyTryAtOnce) {
  const Secret code = platform_.NewCode(ada_);
  std::atomic<int> in{0};
  std::atomic<int> refused{0};
  OnThreads(8, [&](int) {
    const auto made =
        platform_.sign_in.Redeem(code, {.request = {"r"}, .user_agent = {}, .remote_address = {}});
    ++(made ? in : refused);
  });
  EXPECT_EQ(in, 1);
  EXPECT_EQ(refused, 7);
}

TEST_P(SignInServiceTest, TakesACodeForFiveMinutes) {
  const Secret early = platform_.NewCode(ada_);
  const Secret late = platform_.NewCode(ada_);
  clock_.Advance(5min - 1ms);
  EXPECT_THAT(platform_.Redeem(early), Succeeds());
  clock_.Advance(1ms);
  EXPECT_THAT(platform_.Redeem(late), FailsWith(ErrorCode::SignInCodeInvalid));
}

TEST_P(SignInServiceTest, TakesNoOtherCode) {
  const Secret code = platform_.NewCode(ada_);
  for (const std::string& bad : {std::string(), code.Reveal() + "0", code.Reveal().substr(1)}) {
    EXPECT_THAT(platform_.Redeem(Secret(bad)), FailsWith(ErrorCode::SignInCodeInvalid)) << bad;
  }
  EXPECT_THAT(platform_.Redeem(code), Succeeds());
}

TEST_P(SignInServiceTest, ComparesTheWholeHashOfACode) {
  const Secret code = platform_.NewCode(ada_);
  Tamper("UPDATE sign_in_links SET code_hash = $1", {metadata::Blob(32)});
  EXPECT_THAT(platform_.Redeem(code), FailsWith(ErrorCode::SignInCodeInvalid));
}

TEST_P(SignInServiceTest, MakesOnePersonHoweverOftenTheySignIn) {
  const SessionProof first = platform_.SignIn(ada_);
  const SessionProof second = platform_.SignIn(ada_);
  EXPECT_NE(first.id, second.id);
  EXPECT_EQ(PersonOf(first), PersonOf(second));
  const auto person = platform_.directory.People().FindPerson(PersonOf(first));
  EXPECT_EQ(person->person.issuer, "local");
  EXPECT_EQ(person->person.name, "ada");
  ASSERT_EQ(person->memberships.size(), 1U);
  EXPECT_EQ(person->memberships.front().tenant.value, "acme");
}

TEST_P(SignInServiceTest, KeepsPrincipalsOfOneNameInTwoTenantsApart) {
  const std::string namesake = platform_.AddPerson("globex", "ada", Role::Scientist);
  const SessionProof here = platform_.SignIn(ada_);
  const SessionProof there = platform_.SignIn(namesake);
  EXPECT_NE(PersonOf(here), PersonOf(there));
  EXPECT_THAT(platform_.LetIn(there, Permission::ModelsGet, TestPlatform::In("acme")),
              FailsWith(ErrorCode::NotFound));
}

TEST_P(SignInServiceTest, MakesNoLinkForATokenThatIsLessThanItsPrincipal) {
  for (const std::string& less :
       {Less({.scopes = {{Permission::SignInLinksCreate}}}), Less({.role = Role::Viewer}),
        Less({.environment = EnvironmentName{"staging"}})}) {
    EXPECT_THAT(Create(less), FailsWith(ErrorCode::PermissionDenied));
  }
  EXPECT_THAT(Create(Less({})), Succeeds());
}

TEST_P(SignInServiceTest, MakesNoLinkForAServiceAccount) {
  const auto made = platform_.tokens.Create(Operator(Permission::TokensCreate, "acme"),
                                            platform_.NewCall(), {.role = Role::Viewer});
  EXPECT_THAT(Create("Bearer " + made.value().text.Reveal()),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST_P(SignInServiceTest, BuysNoLongerSessionThanTheTokenLasts) {
  const SessionProof session = platform_.SignIn(Less({.lifetime = 600s}));
  clock_.Advance(599s);
  EXPECT_THAT(platform_.LetIn(session, Permission::SelfSession), Succeeds());
  clock_.Advance(1s);
  EXPECT_THAT(platform_.LetIn(session, Permission::SelfSession),
              FailsWith(ErrorCode::SessionEnded));
}

TEST_P(SignInServiceTest, SaysACodeOnce) {
  const Call call = platform_.Retried("key", "createSignInLink");
  EXPECT_THAT(Create(ada_, call), Succeeds());
  EXPECT_THAT(Create(ada_, call), FailsWith(ErrorCode::SecretShownOnce));
}

TEST_P(SignInServiceTest, EndsTheOldestOfTooManySessions) {
  std::vector<SessionProof> sessions;
  for (std::size_t i = 0; i <= kMostSessions; ++i) {
    sessions.push_back(platform_.SignIn(ada_));
    clock_.Advance(1s);
  }
  EXPECT_THAT(platform_.LetIn(sessions.at(0), Permission::SelfSession),
              FailsWith(ErrorCode::SessionEnded));
  EXPECT_FALSE(IsLetInElsewhere(sessions.at(0)));
  for (std::size_t i = 1; i < sessions.size(); ++i) {
    EXPECT_THAT(platform_.LetIn(sessions.at(i), Permission::SelfSession), Succeeds()) << i;
  }
}

TEST_P(SignInServiceTest, RefusesAPersonWhoIsDisabled) {
  const SessionProof session = platform_.SignIn(ada_);
  const Secret code = platform_.NewCode(ada_);
  Disable(PersonOf(session));
  EXPECT_THAT(platform_.LetIn(session, Permission::SelfSession),
              FailsWith(ErrorCode::PersonDisabled));
  EXPECT_THAT(platform_.Redeem(code), FailsWith(ErrorCode::PersonDisabled));
}

TEST_P(SignInServiceTest, LeavesItsEventsInTheChainOfTheTenant) {
  const auto before = ActionsOf("acme").size();
  platform_.SignIn(ada_);
  const auto actions = ActionsOf("acme");
  ASSERT_EQ(actions.size(), before + 2);
  EXPECT_EQ(actions.at(before), "sign_in_links.create");
  EXPECT_EQ(actions.at(before + 1), "sessions.create");
}

TEST_P(SignInServiceTest, SignsNobodyInWithoutAnEvent) {
  const Secret code = platform_.NewCode(ada_);
  BreakAudit(platform_.directory.FindTenant({"acme"})->id);
  EXPECT_FALSE(platform_.Redeem(code).has_value());
  Tamper("DELETE FROM audit_events WHERE principal_id = 'x'");
  EXPECT_THAT(platform_.Redeem(code), Succeeds());
}

TEST_P(SignInServiceTest, ActsInTheTenantOfTheAddressElseInTheHouseElseInAnother) {
  const SessionProof session = platform_.SignIn(ada_);
  const PersonId person = PersonOf(session);
  for (const auto& [tenant, role] :
       {std::pair{"globex", Role::Viewer}, std::pair{"house", Role::Operator}}) {
    platform_.AddPerson(tenant, "ada", role);
    Tamper(
        "UPDATE principals SET person_id = $1 WHERE principals.name = 'ada' "
        "AND principals.tenant_id = $2",
        {person.value, platform_.directory.FindTenant({tenant})->id.value});
  }
  ASSERT_THAT(platform_.feed.Load(), Succeeds());
  const auto role_in = [&](Permission permission, const Address& address) {
    const auto access = platform_.LetIn(session, permission, address);
    return access ? std::optional(access->Who().role) : std::nullopt;
  };
  EXPECT_EQ(role_in(Permission::ModelsGet, TestPlatform::In("acme")), Role::Scientist);
  EXPECT_EQ(role_in(Permission::ModelsGet, TestPlatform::In("globex")), Role::Viewer);
  EXPECT_EQ(role_in(Permission::TenantsList, {}), Role::Operator);
  EXPECT_EQ(role_in(Permission::SelfSession, {}), Role::Operator);
  // What one is in the tenant does not take away what one is in the house.
  EXPECT_EQ(role_in(Permission::QuotasUpdate, TestPlatform::In("globex")), Role::Operator);
  EXPECT_EQ(role_in(Permission::AuditList, TestPlatform::In("globex")), std::nullopt);
}

TEST_P(SignInServiceTest, IsBoundToWhatTheTenantAllows) {
  const SessionProof session = platform_.SignIn(ada_);
  ASSERT_THAT(platform_.tenants.Update(Operator(Permission::TenantsUpdate, "acme"),
                                       platform_.NewCall(), {.state = TenantState::Suspended}, {}),
              Succeeds());
  EXPECT_THAT(platform_.LetIn(session, Permission::ModelsGet, TestPlatform::In("acme")),
              FailsWith(ErrorCode::TenantSuspended));
  EXPECT_THAT(platform_.LetIn(session, Permission::SelfSession), Succeeds());
  EXPECT_THAT(platform_.LetIn(session, Permission::ModelsGet, TestPlatform::In("globex")),
              FailsWith(ErrorCode::NotFound));
}

}  // namespace
}  // namespace armillary::tenancy
