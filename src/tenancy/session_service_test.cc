#include "tenancy/session_service.h"

#include <chrono>
#include <string>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SessionServiceTest : public PlatformTest {
 protected:
  SessionServiceTest()
      : ada_(platform_.AddPerson("acme", "ada", Role::Scientist)),
        bob_(platform_.AddPerson("acme", "bob", Role::TenantAdmin)),
        session_(platform_.SignIn(ada_)) {}

  Access By(const SessionProof& proof, Permission permission = Permission::SelfSession) {
    return platform_.LetIn(proof, permission).value();
  }
  std::vector<std::string> Listed(const Access& access) {
    const auto sessions = platform_.sessions.List(access);
    std::vector<std::string> ids;
    for (const Session& session : sessions.value()) {
      ids.push_back(session.id.value);
    }
    return ids;
  }
  Result<void> End(const SessionProof& by, const SessionId& id) {
    return platform_.sessions.End(By(by), platform_.NewCall(), id);
  }
  Result<Preferences> Update(const Preferences& wanted, std::optional<std::int64_t> revision) {
    return platform_.sessions.UpdatePreferences(By(session_, Permission::SelfPreferences), wanted,
                                                {revision});
  }

  std::string ada_;
  std::string bob_;
  SessionProof session_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, SessionServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(SessionServiceTest, ShowsWhoIsSignedInAndWhatTheyMayDo) {
  clock_.Advance(1h);
  By(session_);
  const auto view = platform_.sessions.View(session_);
  ASSERT_THAT(view, Succeeds());
  EXPECT_EQ(view->session.id, session_.id);
  EXPECT_EQ(view->person.name, "ada");
  EXPECT_EQ(view->idle_ends_at, clock_.Now() + 12h);
  EXPECT_EQ(view->session.ends_at, clock_.Now() - 1h + 168h);
  EXPECT_TRUE(platform_.authorizer.ProvesPage(session_, view->csrf_token.Reveal()));
  ASSERT_EQ(view->places.size(), 1U);
  EXPECT_EQ(view->places.front().tenant->name.value, "acme");
  EXPECT_THAT(view->places.front().permissions, testing::Contains(Permission::ModelsRegister));
  EXPECT_THAT(view->places.front().permissions,
              testing::Not(testing::Contains(Permission::PrincipalsCreate)));
}

TEST_P(SessionServiceTest, ListsOnesOwnTheNewestFirst) {
  clock_.Advance(1s);
  const SessionProof second = platform_.SignIn(ada_);
  platform_.SignIn(bob_);
  EXPECT_THAT(Listed(By(session_)), ElementsAre(second.id.value, session_.id.value));
  EXPECT_THAT(Listed(platform_.Let(ada_, Permission::SelfSession)),
              ElementsAre(second.id.value, session_.id.value));
}

TEST_P(SessionServiceTest, ListsNothingWhereNobodySignedIn) {
  EXPECT_THAT(Listed(platform_.Let(bob_, Permission::SelfSession)), IsEmpty());
}

TEST_P(SessionServiceTest, EndsASessionAtOnceAndForGood) {
  const SessionProof second = platform_.SignIn(ada_);
  ASSERT_THAT(End(second, session_.id), Succeeds());
  EXPECT_THAT(platform_.LetIn(session_, Permission::SelfSession),
              FailsWith(ErrorCode::SessionEnded));
  EXPECT_THAT(platform_.sessions.View(session_), FailsWith(ErrorCode::SessionEnded));
  EXPECT_THAT(Listed(By(second)), ElementsAre(second.id.value));
  EXPECT_THAT(End(second, session_.id), Succeeds()) << "a second time changes nothing";
  ASSERT_THAT(platform_.feed.Load(), Succeeds());
  EXPECT_THAT(platform_.LetIn(session_, Permission::SelfSession),
              FailsWith(ErrorCode::SessionEnded));
}

TEST_P(SessionServiceTest, EndsASessionInOtherProcesses) {
  Directory other;
  DirectoryFeed feed(database(), platform_.system, other, clock_);
  ASSERT_THAT(feed.Load(), Succeeds());
  const Authorizer authorizer(other, platform_.keys, clock_);
  const auto ask = [&] {
    return authorizer.AuthenticateSession(session_, Permission::SelfSession, {});
  };
  EXPECT_THAT(ask(), Succeeds());
  ASSERT_THAT(End(session_, session_.id), Succeeds());
  ASSERT_THAT(feed.Step(), Succeeds());
  EXPECT_THAT(ask(), FailsWith(ErrorCode::SessionEnded));
}

TEST_P(SessionServiceTest, EndsNobodyElsesSession) {
  const SessionProof bobs = platform_.SignIn(bob_);
  EXPECT_THAT(End(session_, bobs.id), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(End(session_, {"nothing"}), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(platform_.LetIn(bobs, Permission::SelfSession), Succeeds());
}

TEST_P(SessionServiceTest, LeavesAnEventForASessionThatWasEnded) {
  ASSERT_THAT(End(session_, session_.id), Succeeds());
  EXPECT_EQ(ActionsOf("acme").back(), "sessions.end");
}

TEST_P(SessionServiceTest, EndsAnIdleSessionEverywhereButNotOneThatOthersSee) {
  Directory other;
  DirectoryFeed feed(database(), platform_.system, other, clock_);
  ASSERT_THAT(feed.Load(), Succeeds());
  const Authorizer authorizer(other, platform_.keys, clock_);
  clock_.Advance(11h);
  EXPECT_THAT(platform_.LetIn(session_, Permission::SelfSession), Succeeds());
  ASSERT_THAT(platform_.feed.RecordUse(), Succeeds());
  ASSERT_THAT(feed.RecordUse(), Succeeds());
  clock_.Advance(11h);
  EXPECT_THAT(authorizer.AuthenticateSession(session_, Permission::SelfSession, {}), Succeeds());
  clock_.Advance(12h);
  EXPECT_THAT(authorizer.AuthenticateSession(session_, Permission::SelfSession, {}),
              FailsWith(ErrorCode::SessionEnded));
  EXPECT_THAT(platform_.LetIn(session_, Permission::SelfSession),
              FailsWith(ErrorCode::SessionEnded));
}

TEST_P(SessionServiceTest, EndsASessionAWeekAfterItBeganHoweverBusyItIs) {
  for (int hours = 0; hours < 160; hours += 10) {
    ASSERT_THAT(platform_.LetIn(session_, Permission::SelfSession), Succeeds()) << hours;
    clock_.Advance(10h);
  }
  EXPECT_THAT(platform_.LetIn(session_, Permission::SelfSession), Succeeds());
  clock_.Advance(8h);
  EXPECT_THAT(platform_.LetIn(session_, Permission::SelfSession),
              FailsWith(ErrorCode::SessionEnded));
}

TEST_P(SessionServiceTest, KnowsASessionByItsSecretOnly) {
  SessionProof guessed = session_;
  guessed.secret = Secret(std::string(33, '0'));
  EXPECT_THAT(platform_.LetIn(guessed, Permission::SelfSession),
              FailsWith(ErrorCode::SessionUnknown));
  EXPECT_THAT(platform_.sessions.View(guessed), FailsWith(ErrorCode::SessionUnknown));
}

TEST_P(SessionServiceTest, ForgetsWhatEndedLongAgo) {
  platform_.NewCode(ada_);
  ASSERT_THAT(End(session_, session_.id), Succeeds());
  clock_.Advance(721h);
  ASSERT_THAT(platform_.feed.RemoveEnded(), Succeeds());
  ASSERT_THAT(platform_.feed.Step(), Succeeds());
  EXPECT_EQ(platform_.directory.People().FindSession(session_.id), nullptr);
  for (const char* const table : {"sessions", "sign_in_links"}) {
    const auto left = database().Read([&](metadata::Transaction& transaction) {
      return transaction.QueryOne(platform_.system,
                                  "SELECT COUNT(*) FROM " + std::string(table) + " AS x");
    });
    EXPECT_EQ((*left)->Integer(0), 0) << table;
  }
}

TEST_P(SessionServiceTest, KeepsPreferencesOfThePerson) {
  const Access access = By(session_, Permission::SelfPreferences);
  EXPECT_EQ(platform_.sessions.GetPreferences(access).value(), Preferences{});
  const auto kept = Update({.theme = "dark", .density = "comfortable", .zone = "Asia/Tokyo"}, 0);
  ASSERT_THAT(kept, Succeeds());
  EXPECT_EQ(kept->revision, 1);
  EXPECT_EQ(platform_.sessions.GetPreferences(access).value(), *kept);
  ASSERT_THAT(Update({.theme = "light"}, 1), Succeeds());
  EXPECT_EQ(platform_.sessions.GetPreferences(access)->zone, std::nullopt);
}

TEST_P(SessionServiceTest, RefusesPreferencesOverAStateThatWasNotRead) {
  ASSERT_THAT(Update({.theme = "dark"}, {}), Succeeds());
  EXPECT_THAT(Update({.theme = "light"}, 0), FailsWith(ErrorCode::PreconditionFailed));
  EXPECT_THAT(Update({.theme = "light"}, 7), FailsWith(ErrorCode::PreconditionFailed));
  EXPECT_THAT(Update({.zone = "a b"}, {}), FailsWith(ErrorCode::InvalidCharacters));
}

TEST_P(SessionServiceTest, HasNoPreferencesOfNobody) {
  EXPECT_THAT(platform_.sessions.GetPreferences(platform_.Let(bob_, Permission::SelfPreferences)),
              FailsWith(ErrorCode::NotFound));
}

}  // namespace
}  // namespace armillary::tenancy
