#include "metadata/idempotency.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::metadata {
namespace {

using namespace std::chrono_literals;

IdempotencyKey Key(const std::string& body = "{}") {
  return {.key = "k-1", .principal = "ada", .route = "POST /tokens", .request = Sha256(body)};
}

class IdempotencyTest : public EachEngine {
 protected:
  Result<std::optional<std::string>> Recalled(const TenantScope& scope, const IdempotencyKey& key) {
    return database().Read(
        [&](Transaction& transaction) { return Recall(transaction, scope, key); });
  }

  Result<void> Remembered(const TenantScope& scope, const IdempotencyKey& key,
                          const std::string& resource) {
    return database().Write([&](Transaction& transaction) {
      return Remember(transaction, scope, key, resource, clock_.Now());
    });
  }

  Result<std::int64_t> Swept(std::int64_t most = 1000) {
    return database().Write([&](Transaction& transaction) {
      return ForgetOldAnswers(transaction, kSystem, clock_.Now(), most);
    });
  }

  FakeClock clock_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, IdempotencyTest, Engines(), EngineName);

TEST_P(IdempotencyTest, AnswersTheSameRequestWithWhatTheFirstOneLeft) {
  ASSERT_THAT(Remembered(kAcme, Key(), "token-7"), Succeeds());

  EXPECT_EQ(Recalled(kAcme, Key())->value_or("nothing"), "token-7");
}

TEST_P(IdempotencyTest, KnowsNothingOfAKeyThatWasNotUsedThere) {
  ASSERT_THAT(Remembered(kAcme, Key(), "token-7"), Succeeds());
  IdempotencyKey other_route = Key();
  other_route.route = "POST /principals";
  IdempotencyKey other_person = Key();
  other_person.principal = "bob";

  EXPECT_EQ(Recalled(kGlobex, Key())->value_or("nothing"), "nothing");
  EXPECT_EQ(Recalled(kAcme, other_route)->value_or("nothing"), "nothing");
  EXPECT_EQ(Recalled(kAcme, other_person)->value_or("nothing"), "nothing");
}

TEST_P(IdempotencyTest, RefusesTheKeyForAnotherRequest) {
  ASSERT_THAT(Remembered(kAcme, Key("{}"), "token-7"), Succeeds());

  EXPECT_THAT(Recalled(kAcme, Key("{\"more\": 1}")), FailsWith(ErrorCode::IdempotencyKeyReused));
}

TEST_P(IdempotencyTest, LetsOnlyOneOfTwoRequestsAtOnceHaveItsEffect) {
  ASSERT_THAT(Remembered(kAcme, Key(), "first"), Succeeds());

  EXPECT_THAT(Remembered(kAcme, Key(), "second"), FailsWith(ErrorCode::IdempotencyInProgress));
  EXPECT_EQ(Recalled(kAcme, Key())->value_or("nothing"), "first");
}

TEST_P(IdempotencyTest, ForgetsAfterADay) {
  ASSERT_THAT(Remembered(kAcme, Key(), "old"), Succeeds());
  ASSERT_THAT(Remembered(kGlobex, Key(), "old"), Succeeds());
  clock_.Advance(24h);
  EXPECT_EQ(Swept(), 0);

  clock_.Advance(1ms);

  EXPECT_EQ(Swept(1), 1);
  EXPECT_EQ(Swept(), 1);
  EXPECT_EQ(Recalled(kAcme, Key())->value_or("nothing"), "nothing");
}

}  // namespace
}  // namespace armillary::metadata
