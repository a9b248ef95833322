#include "events/outbox_relay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::events {
namespace {

constexpr std::int64_t kKept = 5;

class OutboxRelayTest : public metadata::EachEngine {
 protected:
  OutboxRelayTest() : relay_(database(), metadata::TestScopes::System(), log_, kKept) {}

  void Publish(int count) {
    const auto scope = metadata::TestScopes::Tenant({"acme"});
    const std::vector<metadata::OutboxEntry> entries(
        static_cast<std::size_t>(count),
        {.topic = "models", .kind = "models.register", .object = "v"});
    ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) {
      return metadata::Publish(transaction, scope, entries, clock_.Now());
    }),
                Succeeds());
  }

  FakeClock clock_;
  EventLog log_{static_cast<std::size_t>(kKept)};
  OutboxRelay relay_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, OutboxRelayTest, metadata::Engines(), metadata::EngineName);

TEST_P(OutboxRelayTest, ReadsTheLastOfWhatWasPublishedBefore) {
  Publish(8);
  ASSERT_THAT(relay_.Load(), Succeeds());
  EXPECT_EQ(log_.Head(), 8);
  EXPECT_TRUE(log_.After(3, 10));
  EXPECT_FALSE(log_.After(2, 10));
}

TEST_P(OutboxRelayTest, ReadsWhatIsPublishedAfterwards) {
  ASSERT_THAT(relay_.Load(), Succeeds());
  Publish(2);
  ASSERT_THAT(relay_.Step(), Succeeds());
  ASSERT_THAT(relay_.Step(), Succeeds());
  EXPECT_EQ(log_.Head(), 2);
  EXPECT_EQ(log_.After(0, 10)->front()->entry.kind, "models.register");
  EXPECT_EQ(log_.Taken(), 2U);
}

TEST_P(OutboxRelayTest, ReadsMoreThanOnePage) {
  ASSERT_THAT(relay_.Load(), Succeeds());
  Publish(2'345);
  ASSERT_THAT(relay_.Step(), Succeeds());
  EXPECT_EQ(log_.Head(), 2'345);
  EXPECT_EQ(log_.Taken(), 2'345U);
}

// A number is not given twice, so what a stream has seen stays behind it.
TEST_P(OutboxRelayTest, GoesOnAfterTheLastNumberThoughAllIsForgotten) {
  Publish(12);
  ASSERT_THAT(relay_.Forget(), Succeeds());
  ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) {
    return metadata::ForgetPublished(transaction, metadata::TestScopes::System(), 0, 100);
  }),
              Succeeds());
  ASSERT_THAT(relay_.Load(), Succeeds());
  EXPECT_EQ(log_.Head(), 12);
  Publish(1);
  ASSERT_THAT(relay_.Step(), Succeeds());
  EXPECT_EQ(log_.After(12, 10)->front()->sequence, 13);
}

TEST_P(OutboxRelayTest, KeepsAsManyInTheOutboxAsInMemory) {
  Publish(2'500);
  ASSERT_THAT(relay_.Forget(), Succeeds());
  const auto left = database().Read([&](metadata::Transaction& transaction) {
    return metadata::FindPublished(transaction, metadata::TestScopes::System(), 0, 10'000);
  });
  ASSERT_TRUE(left);
  EXPECT_EQ(left->size(), static_cast<std::size_t>(kKept));
  EXPECT_EQ(left->back().sequence, 2'500);
}

}  // namespace
}  // namespace armillary::events
