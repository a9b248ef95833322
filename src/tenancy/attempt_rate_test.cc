#include "tenancy/attempt_rate.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;

const TimePoint kNow = FromMillis(1'000'000);

int LetIn(AttemptRate& rate, const std::string& key, TimePoint now) {
  int let_in = 0;
  while (rate.Take(key, now) == 0ms) {
    ++let_in;
  }
  return let_in;
}

TEST(AttemptRateTest, LetsAMinutesWorthComeAtOnceAndThenOneByOne) {
  AttemptRate rate(10);
  EXPECT_EQ(LetIn(rate, "a", kNow), 10);
  EXPECT_EQ(rate.Take("a", kNow), 6s);
  EXPECT_EQ(rate.Take("a", kNow + 5s), 1s);
  EXPECT_EQ(LetIn(rate, "a", kNow + 6s), 1);
  EXPECT_EQ(LetIn(rate, "a", kNow + 1h), 10);
}

TEST(AttemptRateTest, CountsEachKeyByItself) {
  AttemptRate rate(3);
  EXPECT_EQ(LetIn(rate, "a", kNow), 3);
  EXPECT_EQ(LetIn(rate, "b", kNow), 3);
}

TEST(AttemptRateTest, RefusesForAMinuteAtMostWhenTheClockJumpsBack) {
  AttemptRate rate(2);
  EXPECT_EQ(LetIn(rate, "a", kNow + 24h), 2);
  EXPECT_LE(rate.Take("a", kNow), 60s);
  EXPECT_EQ(LetIn(rate, "a", kNow + 60s), 2);
}

TEST(AttemptRateTest, StillCountsWhereTooManyKeysCame) {
  AttemptRate rate(1);
  for (std::size_t i = 0; i < AttemptRate::kMostKeys + 100; ++i) {
    EXPECT_EQ(rate.Take(std::to_string(i), kNow), 0ms);
  }
  EXPECT_EQ(LetIn(rate, "last", kNow), 1);
}

}  // namespace
}  // namespace armillary::tenancy
