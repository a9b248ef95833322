#include "events/stream_service.h"

#include <fmt/format.h>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenancy/testing/platform_test.h"

namespace armillary::events {
namespace {

using tenancy::Access;
using tenancy::Permission;
using tenancy::Role;
using tenancy::TestPlatform;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::size_t kMostKept = 100;

std::string Say(const Notice& notice) {
  switch (notice.kind) {
    case Notice::Kind::Ready:
      return "ready";
    case Notice::Kind::Change:
      return fmt::format("{} {} {}", notice.topic, notice.event->entry.kind,
                         notice.event->entry.object);
    case Notice::Kind::Resync:
      return "resync";
    case Notice::Kind::Dropped:
      return fmt::format("dropped {} {}", notice.topic, CodeName(notice.error->code));
    case Notice::Kind::End:
      return fmt::format("end {}", CodeName(notice.error->code));
    case Notice::Kind::Pulse:
      return "pulse";
  }
  return "";
}

// acme has a viewer and a scientist, whose tokens are theirs.
class StreamServiceTest : public tenancy::PlatformTest {
 protected:
  StreamServiceTest() : relay_(database(), platform_.system, log_, kMostKept) {
    viewer_ = platform_.AddToken("acme", Role::Viewer);
    EXPECT_THAT(relay_.Load(), Succeeds());
    service_ = std::make_unique<StreamService>(
        StreamService::Parts{platform_.authorizer, log_, relay_, clock_},
        StreamLimits{.streams = 3, .streams_of_principal = 2, .topics = 4});
  }

  Result<std::unique_ptr<Subscription>> Open(const std::string& token, std::string topics,
                                             std::optional<std::int64_t> since = {}) {
    return service_->Open(platform_.Let(token, Permission::SelfStream),
                          {.topics = std::move(topics), .since = since});
  }

  // An open stream after its first word.
  std::unique_ptr<Subscription> Listen(const std::string& token, std::string topics) {
    auto opened = Open(token, std::move(topics));
    EXPECT_THAT(opened, Succeeds());
    EXPECT_THAT(Hear(**opened), ElementsAre("ready"));
    return *std::move(opened);
  }

  std::vector<std::string> Hear(Subscription& stream) {
    EXPECT_THAT(relay_.Step(), Succeeds());
    std::vector<Notice> notices;
    goes_on_ = stream.Take(notices);
    std::vector<std::string> said;
    for (const Notice& notice : notices) {
      said.push_back(Say(notice));
      last_ = notice.id;
    }
    return said;
  }

  void Publish(const std::string& tenant, metadata::OutboxEntry entry) {
    const auto scope =
        platform_.Let(platform_.Operator(), Permission::TenantsGet, TestPlatform::In(tenant))
            .Scope();
    const std::vector<metadata::OutboxEntry> entries{std::move(entry)};
    ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) {
      return metadata::Publish(transaction, scope, entries, clock_.Now());
    }),
                Succeeds());
  }
  void Register(const std::string& tenant, const std::string& object) {
    Publish(tenant, {.topic = "models", .kind = "models.register", .object = object});
  }

  TokenId IdOf(const std::string& token) const {
    return platform_.Let(token, Permission::SelfRead).Who().token;
  }

  void Revoke(const std::string& token) {
    const auto access = Operator(Permission::TokensRevoke, "acme");
    ASSERT_THAT(platform_.tokens.Revoke(access, platform_.NewCall(), IdOf(token)), Succeeds());
  }

  void SetState(const std::string& tenant, tenancy::TenantState state) {
    ASSERT_THAT(platform_.tenants.Update(Operator(Permission::TenantsUpdate, tenant),
                                         platform_.NewCall(), {.state = state}, {}),
                Succeeds());
  }

  // What became of a person, as the directory of this process learns it.
  void Change(const tenancy::PersonId& id, const std::function<void(tenancy::PersonRecord&)>& how) {
    tenancy::PersonRecord record = *platform_.directory.People().FindPerson(id);
    how(record);
    record.change = ++changes_;
    platform_.directory.People().PutPerson(std::move(record));
  }
  void Demote(const tenancy::PersonId& id) {
    Change(id,
           [](tenancy::PersonRecord& record) { record.memberships.front().role = Role::Viewer; });
  }

  EventLog log_{kMostKept};
  OutboxRelay relay_;
  std::unique_ptr<StreamService> service_;
  std::string viewer_;
  bool goes_on_ = true;
  std::int64_t last_ = 0;
  std::int64_t changes_ = 1'000'000;  // Later than all that the log of changes has.
};

INSTANTIATE_TEST_SUITE_P(EachEngine, StreamServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(StreamServiceTest, TellsWhatChangesFromNowOn) {
  Register("acme", "v-0");
  ASSERT_THAT(relay_.Step(), Succeeds());
  const auto stream = Listen(viewer_, "t/acme/models");
  Register("acme", "v-1");
  Register("acme", "v-2");
  EXPECT_THAT(Hear(*stream), ElementsAre("t/acme/models models.register v-1",
                                         "t/acme/models models.register v-2"));
  EXPECT_THAT(Hear(*stream), IsEmpty());
  EXPECT_EQ(service_->Count().told, 2U);
}

TEST_P(StreamServiceTest, TellsNothingOfOtherTopicsAndTenants) {
  const auto stream = Listen(viewer_, "t/acme/models");
  Register("globex", "v-1");
  Publish("acme", {.topic = "audit", .kind = "tokens.create", .object = "k"});
  EXPECT_THAT(Hear(*stream), IsEmpty());
  Register("acme", "v-2");
  EXPECT_THAT(Hear(*stream), ElementsAre("t/acme/models models.register v-2"));
}

TEST_P(StreamServiceTest, FindsItsOwnAmongManyOfOthers) {
  const auto stream = Listen(viewer_, "t/acme/models");
  for (int i = 0; i < 60; ++i) {
    Register("globex", "v");
  }
  Register("acme", "v-1");
  EXPECT_THAT(Hear(*stream), ElementsAre("t/acme/models models.register v-1"));
}

TEST_P(StreamServiceTest, GoesOnAfterTheLastOneThatWasSeen) {
  {
    const auto stream = Listen(viewer_, "t/acme/models");
    Register("acme", "v-1");
    Hear(*stream);
  }
  Register("acme", "v-2");

  const auto again = Open(viewer_, "t/acme/models", last_);

  ASSERT_THAT(again, Succeeds());
  EXPECT_THAT(Hear(**again), ElementsAre("ready", "t/acme/models models.register v-2"));
}

TEST_P(StreamServiceTest, KnowsWhatAnotherProcessToldAlready) {
  Register("acme", "v-1");  // Not relayed here yet.
  const auto again = Open(viewer_, "t/acme/models", log_.Head() + 1);
  ASSERT_THAT(again, Succeeds());
  EXPECT_THAT(Hear(**again), ElementsAre("ready"));
}

TEST_P(StreamServiceTest, SaysThatTheGapIsTooOld) {
  const auto behind = Listen(viewer_, "t/acme/models");
  for (std::size_t i = 0; i < kMostKept + 1; ++i) {
    Register("acme", "v");
  }
  EXPECT_THAT(Hear(*behind), ElementsAre("resync"));
  EXPECT_THAT(Hear(*behind), IsEmpty());
  Register("acme", "v-1");
  EXPECT_THAT(Hear(*behind), ElementsAre("t/acme/models models.register v-1"));

  const auto late = Open(viewer_, "t/acme/models", 1);
  ASSERT_THAT(late, Succeeds());
  EXPECT_THAT(Hear(**late), ElementsAre("ready", "resync"));
  const auto ahead = Open(viewer_, "t/acme/models", 1'000'000);
  EXPECT_THAT(ahead, FailsWith(ErrorCode::TooManyStreams));  // The third of one principal.
  EXPECT_EQ(service_->Count().resyncs, 2U);
}

TEST_P(StreamServiceTest, KnowsNoNumberThatWasNotGiven) {
  const auto stream = Open(viewer_, "t/acme/models", 1'000'000);
  ASSERT_THAT(stream, Succeeds());
  EXPECT_THAT(Hear(**stream), ElementsAre("ready", "resync"));
  EXPECT_EQ(last_, log_.Head());
}

TEST_P(StreamServiceTest, SaysNothingNowAndThen) {
  const auto stream = Listen(viewer_, "t/acme/models");
  clock_.Advance(14s);
  EXPECT_THAT(Hear(*stream), IsEmpty());
  Register("globex", "v-1");
  Hear(*stream);
  clock_.Advance(2s);
  EXPECT_THAT(Hear(*stream), ElementsAre("pulse"));
  EXPECT_EQ(last_, log_.Head());  // Where it goes on, though nothing was told.
  EXPECT_THAT(Hear(*stream), IsEmpty());
}

TEST_P(StreamServiceTest, RefusesWhatMayNotBeRead) {
  EXPECT_THAT(Open(viewer_, "t/globex/models"), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(Open(viewer_, "t/nobody/models"), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(Open(viewer_, "t/acme/tokens"), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(Open(viewer_, "t/acme/models,t/acme/audit"), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(Open(viewer_, "tenants"), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(Open(platform_.Operator(), "t/acme/models"), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(Open(platform_.Operator(), "t/acme/tokens,tenants"), Succeeds());
  EXPECT_EQ(Open(viewer_, "t/globex/models").error(), Open(viewer_, "t/nobody/models").error());
  EXPECT_EQ(service_->Count().open, 0U);
}

TEST_P(StreamServiceTest, NeedsTheRightToAStream) {
  EXPECT_THAT(service_->Open(platform_.Let(viewer_, Permission::SelfRead), {}),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST_P(StreamServiceTest, WatchesAllThatMayBeReadWhereNothingIsNamed) {
  const auto own = service_->Open(platform_.Let(viewer_, Permission::SelfStream), {});
  ASSERT_THAT(own, Succeeds());
  EXPECT_THAT((*own)->Topics(),
              ElementsAre("t/acme/deployments", "t/acme/models", "t/acme/quotas"));
  const auto house =
      service_->Open(platform_.Let(platform_.Operator(), Permission::SelfStream), {});
  ASSERT_THAT(house, Succeeds());
  EXPECT_THAT((*house)->Topics(), ElementsAre("t/house/principals", "t/house/tokens",
                                              "t/house/quotas", "tenants", "teams"));
}

TEST_P(StreamServiceTest, StaysSilentForWhoMayReadNothing) {
  const std::string scientist = platform_.AddToken("acme", Role::Scientist);
  const auto made =
      platform_.tokens.Create(platform_.Let(scientist, Permission::TokensCreate),
                              platform_.NewCall(), {.scopes = {{Permission::SelfStream}}});
  ASSERT_THAT(made, Succeeds());
  const std::string narrow = "Bearer " + made->text.Reveal();
  const auto stream = service_->Open(platform_.Let(narrow, Permission::SelfStream), {});
  ASSERT_THAT(stream, Succeeds());
  EXPECT_THAT(Hear(**stream), ElementsAre("ready"));
  Register("acme", "v-1");
  EXPECT_THAT(Hear(**stream), IsEmpty());
  EXPECT_TRUE(goes_on_);
}

TEST_P(StreamServiceTest, TellsTheOperatorOfEveryTenant) {
  const auto stream = Listen(platform_.Operator(), "tenants");
  SetState("acme", tenancy::TenantState::Suspended);
  const std::string id = platform_.directory.FindTenant({"acme"})->id.value;
  EXPECT_THAT(Hear(*stream), ElementsAre("tenants tenants.update " + id));
}

TEST_P(StreamServiceTest, TellsAScientistOfItsOwnTokensOnly) {
  const std::string scientist = platform_.AddToken("acme", Role::Scientist);
  ASSERT_THAT(relay_.Step(), Succeeds());
  const auto stream = Listen(scientist, "t/acme/tokens");
  platform_.AddToken("acme", Role::Viewer);
  EXPECT_THAT(Hear(*stream), IsEmpty());
  const std::string another = platform_.AddToken("acme", Role::Scientist);
  EXPECT_THAT(Hear(*stream), ElementsAre("t/acme/tokens tokens.create " + IdOf(another).value));
}

TEST_P(StreamServiceTest, TellsNothingOfAnEnvironmentThatIsNotReached) {
  const auto stream = Listen(viewer_, "t/acme/models,t/acme/deployments");
  Publish("acme", {.topic = "models", .kind = "k", .object = "m", .environment = "production"});
  Publish("acme",
          {.topic = "deployments", .kind = "k", .object = "d", .environment = "production"});
  EXPECT_THAT(Hear(*stream), ElementsAre("t/acme/deployments k d"));
}

TEST_P(StreamServiceTest, EndsWhenTheTokenIsRevoked) {
  const auto stream = Listen(viewer_, "t/acme/models");
  Revoke(viewer_);
  Register("acme", "v-1");
  EXPECT_THAT(Hear(*stream), ElementsAre("end token_revoked"));
  EXPECT_FALSE(goes_on_);
}

TEST_P(StreamServiceTest, EndsWhenTheTokenExpires) {
  const auto stream = Listen(viewer_, "t/acme/models");
  clock_.Advance(std::chrono::hours(24 * 91));
  EXPECT_THAT(Hear(*stream), ElementsAre("end token_expired"));
}

TEST_P(StreamServiceTest, EndsWhenTheTenantIsSuspended) {
  const auto stream = Listen(viewer_, "t/acme/models");
  SetState("acme", tenancy::TenantState::Suspended);
  EXPECT_THAT(Hear(*stream), ElementsAre("end tenant_suspended"));
}

TEST_P(StreamServiceTest, DropsATopicOfATenantThatIsSuspended) {
  const auto stream = Listen(platform_.Operator(), "t/acme/principals,tenants");
  tenancy::TenantRecord acme = *platform_.directory.FindTenant({"acme"});
  acme.state = tenancy::TenantState::BeingDeleted;
  platform_.directory.PutTenant(acme, 1'000'000);
  EXPECT_THAT(Hear(*stream), ElementsAre("dropped t/acme/principals tenant_being_deleted"));
  EXPECT_TRUE(goes_on_);
  EXPECT_THAT(stream->Topics(), ElementsAre("tenants"));
}

TEST_P(StreamServiceTest, FollowsASessionToItsEnd) {
  const auto proof = platform_.SignIn(platform_.AddPerson("acme", "ada", Role::Viewer));
  const Access access = *platform_.LetIn(proof, Permission::SelfStream);
  const auto opened = service_->Open(access, {.topics = "t/acme/models"});
  ASSERT_THAT(opened, Succeeds());
  EXPECT_THAT(Hear(**opened), ElementsAre("ready"));

  ASSERT_THAT(platform_.sessions.End(*platform_.LetIn(proof, Permission::SelfSession),
                                     platform_.NewCall(), proof.id),
              Succeeds());

  EXPECT_THAT(Hear(**opened), ElementsAre("end session_ended"));
}

TEST_P(StreamServiceTest, KeepsNoSessionAwake) {
  const auto proof = platform_.SignIn(platform_.AddPerson("acme", "ada", Role::Viewer));
  const auto opened =
      service_->Open(*platform_.LetIn(proof, Permission::SelfStream), {.topics = "t/acme/models"});
  ASSERT_THAT(opened, Succeeds());
  for (int hour = 0; hour < 12; ++hour) {
    EXPECT_TRUE(goes_on_);
    Hear(**opened);
    clock_.Advance(1h);
  }
  EXPECT_THAT(Hear(**opened), ElementsAre("end session_ended"));
}

TEST_P(StreamServiceTest, FollowsAPersonsRoleAndEnd) {
  const auto proof = platform_.SignIn(platform_.AddPerson("acme", "ada", Role::TenantAdmin));
  const Access access = *platform_.LetIn(proof, Permission::SelfStream);
  const auto opened = service_->Open(access, {.topics = "t/acme/models,t/acme/audit"});
  ASSERT_THAT(opened, Succeeds());
  Hear(**opened);

  Demote(access.Who().person);
  EXPECT_THAT(Hear(**opened), ElementsAre("dropped t/acme/audit permission_denied"));

  Change(access.Who().person,
         [&](tenancy::PersonRecord& record) { record.person.disabled_at = clock_.Now(); });
  EXPECT_THAT(Hear(**opened), ElementsAre("end person_disabled"));
}

TEST_P(StreamServiceTest, EndsWithItsLastTopic) {
  const auto proof = platform_.SignIn(platform_.AddPerson("acme", "ada", Role::TenantAdmin));
  const Access access = *platform_.LetIn(proof, Permission::SelfStream);
  const auto opened = service_->Open(access, {.topics = "t/acme/audit"});
  Hear(**opened);
  Demote(access.Who().person);
  EXPECT_THAT(Hear(**opened),
              ElementsAre("dropped t/acme/audit permission_denied", "end permission_denied"));
  EXPECT_FALSE(goes_on_);
}

TEST_P(StreamServiceTest, OpensSoManyStreamsOfOnePrincipalAndAtAll) {
  const auto one = Open(viewer_, "t/acme/models");
  auto two = Open(viewer_, "t/acme/models");
  ASSERT_THAT(two, Succeeds());
  const auto third = Open(viewer_, "t/acme/models");
  ASSERT_THAT(third, FailsWith(ErrorCode::TooManyStreams));
  EXPECT_THAT(third.error().rule, testing::HasSubstr("events.streams_per_principal"));

  const auto other = Open(platform_.Operator(), "tenants");
  ASSERT_THAT(other, Succeeds());
  const auto fourth = Open(platform_.Operator(), "tenants");
  ASSERT_THAT(fourth, FailsWith(ErrorCode::TooManyStreams));
  EXPECT_THAT(fourth.error().rule, testing::HasSubstr("(events.streams)"));

  two->reset();
  EXPECT_EQ(service_->Count().open, 2U);
  EXPECT_THAT(Open(platform_.Operator(), "tenants"), Succeeds());
}

TEST_P(StreamServiceTest, WatchesNoMoreTopicsThanOneStreamMay) {
  EXPECT_THAT(Open(platform_.Operator(), "tenants,teams,t/acme/tokens,t/acme/quotas"), Succeeds());
  EXPECT_THAT(
      Open(platform_.Operator(), "tenants,teams,t/acme/tokens,t/acme/quotas,t/acme/principals"),
      FailsWith(ErrorCode::OutOfRange));
}

}  // namespace
}  // namespace armillary::events
