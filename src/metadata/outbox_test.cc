#include "metadata/outbox.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/on_threads.h"
#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::metadata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

OutboxEntry Entry(const std::string& object) {
  return {.topic = "models", .kind = "models.register", .object = object};
}

class OutboxTest : public EachEngine {
 protected:
  Result<void> Published(const TenantScope& scope, std::vector<OutboxEntry> entries) {
    return database().Write([&](Transaction& transaction) {
      return Publish(transaction, scope, entries, clock_.Now());
    });
  }

  std::vector<OutboxEvent> After(std::int64_t sequence, std::int64_t limit = 1'000) {
    const auto found = database().Read([&](Transaction& transaction) {
      return FindPublished(transaction, kSystem, sequence, limit);
    });
    EXPECT_TRUE(found);
    return found.value_or(std::vector<OutboxEvent>());
  }

  std::vector<std::int64_t> NumbersAfter(std::int64_t sequence, std::int64_t limit = 1'000) {
    std::vector<std::int64_t> numbers;
    for (const OutboxEvent& event : After(sequence, limit)) {
      numbers.push_back(event.sequence);
    }
    return numbers;
  }

  std::int64_t Last() {
    const auto last = database().Read(
        [&](Transaction& transaction) { return LastPublished(transaction, kSystem); });
    return last.value_or(-1);
  }

  FakeClock clock_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, OutboxTest, Engines(), EngineName);

TEST_P(OutboxTest, IsEmptyAtFirst) {
  EXPECT_THAT(After(0), IsEmpty());
  EXPECT_EQ(Last(), 0);
}

TEST_P(OutboxTest, GivesBackAllThatWasPublished) {
  const OutboxEntry whole{.topic = "deployments",
                          .kind = "deployments.create",
                          .object = "d-1",
                          .object_name = "churn",
                          .environment = "research",
                          .revision = 7,
                          .owner = "ada"};
  ASSERT_THAT(Published(kAcme, {whole, Entry("v-1")}), Succeeds());

  EXPECT_THAT(After(0), ElementsAre(OutboxEvent{1, {"acme"}, clock_.Now(), whole},
                                    OutboxEvent{2, {"acme"}, clock_.Now(), Entry("v-1")}));
}

TEST_P(OutboxTest, NumbersTheEntriesOfAllTenantsInOneRow) {
  ASSERT_THAT(Published(kAcme, {Entry("a")}), Succeeds());
  ASSERT_THAT(Published(kGlobex, {Entry("b"), Entry("c")}), Succeeds());
  ASSERT_THAT(Published(kAcme, {Entry("d")}), Succeeds());

  EXPECT_THAT(NumbersAfter(0), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(NumbersAfter(2), ElementsAre(3, 4));
  EXPECT_THAT(NumbersAfter(1, 2), ElementsAre(2, 3));
  EXPECT_EQ(After(1).front().tenant.value, "globex");
}

TEST_P(OutboxTest, SaysNothingOfAChangeThatWasNotKept) {
  const auto failed = database().Write([&](Transaction& transaction) -> Result<void> {
    const std::vector<OutboxEntry> entries{Entry("lost")};
    ARM_CHECK(Publish(transaction, kAcme, entries, clock_.Now()));
    return Fail(ErrorCode::Conflict, "the change is not kept");
  });
  EXPECT_THAT(failed, FailsWith(ErrorCode::Conflict));
  ASSERT_THAT(Published(kAcme, {Entry("kept")}), Succeeds());

  EXPECT_THAT(NumbersAfter(0), ElementsAre(1));
  EXPECT_EQ(After(0).front().entry.object, "kept");
}

// Whoever has read up to a number has missed nothing before it.
TEST_P(OutboxTest, NeverShowsANumberBeforeTheOnesBelowIt) {
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::int64_t seen = 0;
  const auto read_on = [&] {
    for (const std::int64_t number : NumbersAfter(seen)) {
      ASSERT_EQ(number, seen + 1);
      seen = number;
    }
  };
  std::jthread reader([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      read_on();
    }
  });
  OnThreads(kThreads, [&](int thread) {
    for (int i = 0; i < kEach; ++i) {
      ASSERT_THAT(Published(thread % 2 == 0 ? kAcme : kGlobex, {Entry("x")}), Succeeds());
    }
  });
  reader.request_stop();
  reader.join();
  read_on();
  EXPECT_EQ(seen, kThreads * kEach);
}

TEST_P(OutboxTest, ForgetsAllButTheLast) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(Published(i == 0 ? kGlobex : kAcme, {Entry("x"), Entry("y")}), Succeeds());
  }
  const auto forget = [&](std::int64_t kept, std::int64_t most) {
    return database().Write([&](Transaction& transaction) {
      return ForgetPublished(transaction, kSystem, kept, most);
    });
  };

  EXPECT_EQ(forget(4, 2).value_or(-1), 2);
  EXPECT_THAT(NumbersAfter(0, 1), ElementsAre(3));
  EXPECT_EQ(forget(4, 1'000).value_or(-1), 4);
  EXPECT_THAT(NumbersAfter(0), ElementsAre(7, 8, 9, 10));
  EXPECT_EQ(forget(4, 1'000).value_or(-1), 0);
  EXPECT_EQ(Last(), 10);
}

}  // namespace
}  // namespace armillary::metadata
