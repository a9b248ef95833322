#include "tenancy/group_following.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tenancy/directory_store.h"
#include "tenancy/grant_store.h"
#include "tenancy/people_store.h"
#include "tenancy/person_store.h"
#include "tenancy/provider_word.h"
#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class GroupFollowingTest : public PlatformTest {
 protected:
  GroupFollowingTest()
      : parts_{database(), platform_.directory, platform_.keys, clock_, platform_.random} {
    person_ = {.id = {NewId(clock_, platform_.random)},
               .issuer = "https://id.example",
               .subject = "ada",
               .name = "Ada",
               .email = "ada@example.org",
               .created_at = clock_.Now()};
    const auto made = database().Write([&](metadata::Transaction& transaction) {
      return PersonStore(transaction).FindOrInsert(AuditorOf("acme").Scope(), person_);
    });
    EXPECT_THAT(made, Succeeds());
  }

  std::vector<GroupPlace> Known(const std::vector<Place>& places) {
    return KnownPlaces(places, platform_.directory, clock_, platform_.random);
  }
  void Follow(const std::vector<Place>& places) {
    ASSERT_THAT(FollowWord(parts_, platform_.system, person_, Known(places), {"r"}), Succeeds());
    ASSERT_THAT(platform_.feed.Step(), Succeeds());
  }
  PersonRecord Record() { return *platform_.directory.People().FindPerson(person_.id); }
  std::vector<std::string> Memberships() {
    std::vector<std::string> found;
    for (const Membership& membership : Record().memberships) {
      found.push_back(membership.tenant.value + " " + std::string(NameOf(membership.role)));
    }
    return found;
  }
  // A token of ada's principal in acme.
  std::string Token(Role role) {
    const auto made =
        platform_.tokens.Create(Operator(Permission::TokensCreate, "acme"), platform_.NewCall(),
                                {.principal = "ada@example.org", .role = role});
    return "Bearer " + made.value().text.Reveal();
  }
  Result<Access> WhoIs(const std::string& token) {
    return platform_.LetIn(token, Permission::SelfRead);
  }

  SignInParts parts_;
  Person person_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, GroupFollowingTest, metadata::Engines(), metadata::EngineName);

TEST_P(GroupFollowingTest, MakesAPersonWhatTheirGroupsSay) {
  Follow({{{"acme"}, Role::Scientist}, {{"globex"}, Role::Viewer}});
  EXPECT_THAT(Memberships(), ElementsAre("acme scientist", "globex viewer"));
  EXPECT_EQ(Record().memberships.front().principal_name, "ada@example.org");
  EXPECT_TRUE(Record().memberships.front().by_groups);
  EXPECT_EQ(ActionsOf("acme").back(), "principals.create");
}

TEST_P(GroupFollowingTest, ChangesNothingWhereNothingChanged) {
  Follow({{{"acme"}, Role::Scientist}});
  const auto before = ActionsOf("acme");
  EXPECT_TRUE(IsFollowed(Record(), Known({{{"acme"}, Role::Scientist}})));
  EXPECT_FALSE(IsFollowed(Record(), Known({{{"acme"}, Role::Viewer}})));
  EXPECT_FALSE(IsFollowed(Record(), Known({})));
  Follow({{{"acme"}, Role::Scientist}});
  EXPECT_EQ(ActionsOf("acme"), before);
}

TEST_P(GroupFollowingTest, LeavesOutTenantsThatThereAreNot) {
  EXPECT_TRUE(Known({{{"nobody"}, Role::Viewer}}).empty());
}

TEST_P(GroupFollowingTest, GivesAnotherRoleAndRevokesWhatIsMore) {
  Follow({{{"acme"}, Role::Scientist}});
  const std::string scientist = Token(Role::Scientist);
  const std::string viewer = Token(Role::Viewer);
  Follow({{{"acme"}, Role::Viewer}});
  EXPECT_THAT(Memberships(), ElementsAre("acme viewer"));
  EXPECT_THAT(WhoIs(scientist), FailsWith(ErrorCode::TokenRevoked));
  EXPECT_THAT(WhoIs(viewer), Succeeds());
  const auto actions = ActionsOf("acme");
  EXPECT_EQ(actions.at(actions.size() - 2), "memberships.update");
  EXPECT_EQ(actions.back(), "tokens.revoke");
}

TEST_P(GroupFollowingTest, EndsAMembershipAndBringsTheSameOneBack) {
  Follow({{{"acme"}, Role::Scientist}});
  const PrincipalId principal = Record().memberships.front().principal;
  const std::string token = Token(Role::Viewer);
  Follow({});
  EXPECT_THAT(Memberships(), ElementsAre());
  EXPECT_THAT(WhoIs(token), FailsWith(ErrorCode::TokenRevoked));
  Follow({{{"acme"}, Role::Viewer}});
  EXPECT_THAT(Memberships(), ElementsAre("acme viewer"));
  EXPECT_EQ(Record().memberships.front().principal, principal);
}

TEST_P(GroupFollowingTest, TakesOverNobodysName) {
  platform_.AddPerson("acme", "ada@example.org", Role::TenantAdmin);
  Follow({{{"acme"}, Role::Viewer}});
  EXPECT_THAT(Memberships(), ElementsAre("acme viewer"));
  EXPECT_TRUE(Record().memberships.front().principal_name.starts_with("ada@example.org~"));
}

TEST_P(GroupFollowingTest, ChangesNothingWithoutItsAuditEvent) {
  BreakAudit(platform_.directory.FindTenant({"globex"})->id);
  const auto places = Known({{{"acme"}, Role::Viewer}, {{"globex"}, Role::Viewer}});
  EXPECT_FALSE(FollowWord(parts_, platform_.system, person_, places, {"r"}).has_value());
  ASSERT_THAT(platform_.feed.Load(), Succeeds());
  EXPECT_THAT(Memberships(), ElementsAre());
}

TEST_P(GroupFollowingTest, RefusesTheTokensOfWhomNobodyVouchesFor) {
  Follow({{{"acme"}, Role::Scientist}});
  const std::string token = Token(Role::Scientist);
  ASSERT_THAT(WhoIs(token), Succeeds());
  ASSERT_THAT(WithdrawWord(parts_, platform_.system, person_.id, {"r"}, "test"), Succeeds());
  ASSERT_THAT(platform_.feed.Step(), Succeeds());
  EXPECT_THAT(WhoIs(token), FailsWith(ErrorCode::PersonDisabled));
  EXPECT_EQ(ActionsOf("acme").back(), "people.withdraw");
  ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) -> Result<void> {
    ARM_CHECK(PersonStore(transaction).UpdateVouched(AuditorOf("acme").Scope(), person_));
    ARM_CHECK(LogDirectoryChange(transaction, platform_.system, DirectoryKind::Person,
                                 person_.id.value, clock_.Now()));
    return {};
  }),
              Succeeds());
  ASSERT_THAT(platform_.feed.Step(), Succeeds());
  EXPECT_THAT(WhoIs(token), Succeeds());
}

TEST_P(GroupFollowingTest, TakesWhatIsGoneWhereverElseThereIsNoRoom) {
  Follow({{{"acme"}, Role::Scientist}});
  platform_.AddPerson("globex", "machine", Role::Viewer);
  Tamper("UPDATE principals SET person_id = $1 WHERE principals.name = $2",
         {person_.id.value, std::string("machine")});
  const auto places = Known({{{"globex"}, Role::TenantAdmin}});
  EXPECT_THAT(FollowWord(parts_, platform_.system, person_, places, {"r"}),
              FailsWith(ErrorCode::AlreadyExists));
  ASSERT_THAT(platform_.feed.Step(), Succeeds());
  EXPECT_THAT(Memberships(), ElementsAre("globex viewer"));
}

TEST_P(GroupFollowingTest, LetsNobodyInByALinkThatWasMadeBefore) {
  Follow({{{"acme"}, Role::Scientist}});
  const Secret withdrawn = platform_.NewCode(Token(Role::Scientist));
  ASSERT_THAT(WithdrawWord(parts_, platform_.system, person_.id, {"r"}, "test"), Succeeds());
  EXPECT_THAT(platform_.Redeem(withdrawn), FailsWith(ErrorCode::PersonDisabled));
  Follow({});
  EXPECT_THAT(platform_.Redeem(withdrawn), FailsWith(ErrorCode::SignInCodeInvalid));
}

TEST_P(GroupFollowingTest, LastsAShortTimeWhereTheProviderIsNotAsked) {
  Follow({{{"acme"}, Role::Scientist}});
  const SessionProof session = platform_.SignIn(Token(Role::Scientist));
  const auto record = platform_.directory.People().FindSession(session.id);
  EXPECT_EQ(record->session.person, person_.id);
  EXPECT_EQ(record->session.ends_at, clock_.Now() + 15min);
}

class GrantStoreTest : public GroupFollowingTest {
 protected:
  template <class Body>
  auto InStore(Body body) {
    return database().Write([&](metadata::Transaction& transaction) {
      GrantStore store(transaction, platform_.system);
      return body(store);
    });
  }
  IdentityGrant Grant(const SessionProof& session, TimePoint due) {
    return {.session = session.id,
            .person = platform_.directory.People().FindSession(session.id)->session.person,
            .provider_session = "s1",
            .refresh_token = metadata::Blob(3),
            .refresh_at = due};
  }
  void Insert(const IdentityGrant& grant) {
    ASSERT_THAT(InStore([&](GrantStore& store) { return store.Insert(grant); }), Succeeds());
  }
  std::vector<IdentityGrant> Due() {
    return InStore([&](GrantStore& store) {
             return store.FindDue(clock_.Now(), clock_.Now() + 5min, clock_.Now() - 1h, 10);
           })
        .value();
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, GrantStoreTest, metadata::Engines(), metadata::EngineName);

TEST_P(GrantStoreTest, GivesWhatIsDueToOneOfMany) {
  const SessionProof session = platform_.SignIn(platform_.AddPerson("acme", "lin", Role::Viewer));
  const IdentityGrant grant = Grant(session, clock_.Now() + 45s);
  Insert(grant);
  EXPECT_TRUE(Due().empty());
  clock_.Advance(45s);
  ASSERT_THAT(Due(), ElementsAre(grant));
  const auto claim = [&] {
    return InStore([&](GrantStore& store) { return store.Claim(grant, clock_.Now() + 10s); });
  };
  EXPECT_TRUE(claim().value());
  EXPECT_FALSE(claim().value());
  EXPECT_TRUE(Due().empty());
}

TEST_P(GrantStoreTest, ForgetsSessionsThatHaveEnded) {
  const SessionProof session = platform_.SignIn(platform_.AddPerson("acme", "lin", Role::Viewer));
  const IdentityGrant grant = Grant(session, clock_.Now());
  Insert(grant);
  EXPECT_EQ(InStore([](GrantStore& store) { return store.FindPeopleOf("s1"); }).value().size(), 1U);
  const auto ended =
      InStore([&](GrantStore& store) { return store.EndSessionsOf(grant.person, clock_.Now()); });
  EXPECT_THAT(ended.value(), ElementsAre(session.id));
  EXPECT_TRUE(Due().empty());
  ASSERT_THAT(InStore([&](GrantStore& store) { return store.RemoveEnded(clock_.Now(), 10); }),
              Succeeds());
  EXPECT_TRUE(InStore([](GrantStore& store) { return store.FindPeopleOf("s1"); }).value().empty());
}

TEST_P(GrantStoreTest, AsksForNoSessionThatNobodyUses) {
  const SessionProof session = platform_.SignIn(platform_.AddPerson("acme", "lin", Role::Viewer));
  Insert(Grant(session, clock_.Now()));
  EXPECT_EQ(Due().size(), 1U);
  clock_.Advance(2h);
  EXPECT_TRUE(Due().empty());
}

TEST_P(GrantStoreTest, WaitsForNoClockThatWentBack) {
  const SessionProof session = platform_.SignIn(platform_.AddPerson("acme", "lin", Role::Viewer));
  Insert(Grant(session, clock_.Now() + 45s));
  clock_.SetBack(1min);
  EXPECT_TRUE(Due().empty());
  clock_.SetBack(24h);
  EXPECT_EQ(Due().size(), 1U);
}

TEST_P(GrantStoreTest, TakesANoticeOnce) {
  const auto take = [&] {
    return InStore([&](GrantStore& store) { return store.TakeNotice("j", clock_.Now() + 30min); })
        .value();
  };
  EXPECT_TRUE(take());
  EXPECT_FALSE(take());
  EXPECT_TRUE(InStore([](GrantStore& store) { return store.HasNotice("j"); }).value());
  clock_.Advance(31min);
  ASSERT_THAT(
      InStore([&](GrantStore& store) { return store.RemoveNoticesBefore(clock_.Now(), 10); }),
      Succeeds());
  EXPECT_FALSE(InStore([](GrantStore& store) { return store.HasNotice("j"); }).value());
}

}  // namespace
}  // namespace armillary::tenancy
