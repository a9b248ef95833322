#include "tenancy/request_rate.h"

#include <chrono>

#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;

class RequestRateTest : public testing::Test {
 protected:
  int TakeAll(std::int64_t per_second, int asked) {
    int taken = 0;
    for (int i = 0; i < asked; ++i) {
      taken += rate_.Take(clock_.Now(), per_second) ? 1 : 0;
    }
    return taken;
  }

  FakeClock clock_;
  RequestRate rate_;
};

TEST_F(RequestRateTest, LetsOneSecondsWorthComeAtOnce) { EXPECT_EQ(TakeAll(5, 20), 5); }

TEST_F(RequestRateTest, GivesBackWithTime) {
  TakeAll(5, 20);
  clock_.Advance(200ms);
  EXPECT_EQ(TakeAll(5, 20), 1);
  clock_.Advance(400ms);
  EXPECT_EQ(TakeAll(5, 20), 2);
  clock_.Advance(1h);
  EXPECT_EQ(TakeAll(5, 20), 5);
}

TEST_F(RequestRateTest, HoldsTheRateOverTime) {
  int taken = 0;
  for (int i = 0; i < 10'000; ++i) {
    taken += TakeAll(100, 3);
    clock_.Advance(1ms);
  }
  EXPECT_NEAR(taken, 10 * 100 + 100, 2);
}

TEST_F(RequestRateTest, TakesAMillionASecond) {
  EXPECT_EQ(TakeAll(1'000'000, 1'200'000), 1'000'000);
}

TEST_F(RequestRateTest, FollowsANewRateAtOnce) {
  TakeAll(1, 1);
  EXPECT_EQ(TakeAll(1, 1), 0);
  clock_.Advance(500ms);
  EXPECT_EQ(TakeAll(10, 20), 5);
}

TEST_F(RequestRateTest, RefusesForAtMostASecondAfterTheClockJumpedBack) {
  TakeAll(2, 5);
  clock_.Advance(-1h);
  EXPECT_EQ(TakeAll(2, 5), 0);
  clock_.Advance(1s);
  EXPECT_EQ(TakeAll(2, 5), 2);
}

}  // namespace
}  // namespace armillary::tenancy
