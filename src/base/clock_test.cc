#include "base/clock.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"

namespace armillary {
namespace {

using namespace std::chrono_literals;

std::string NormalTime(std::string_view text) {
  const auto time = ParseTime(text);
  return time ? FormatTime(*time) : "refused";
}

TEST(ClockTest, ReadsTheTimesThatRfc3339Shows) {
  EXPECT_EQ(NormalTime("1985-04-12T23:20:50.52Z"), "1985-04-12T23:20:50.520Z");
  EXPECT_EQ(NormalTime("1996-12-19T16:39:57-08:00"), "1996-12-20T00:39:57.000Z");
  EXPECT_EQ(NormalTime("1937-01-01T12:00:27.87+00:20"), "1937-01-01T11:40:27.870Z");
}

TEST(ClockTest, ReadsLowerCaseAndAnyOffset) {
  EXPECT_EQ(NormalTime("2026-11-24t10:00:00z"), "2026-11-24T10:00:00.000Z");
  EXPECT_EQ(NormalTime("2026-11-24T10:00:00-00:00"), "2026-11-24T10:00:00.000Z");
  EXPECT_EQ(NormalTime("2026-12-31T23:30:00-01:45"), "2027-01-01T01:15:00.000Z");
}

TEST(ClockTest, CutsWhatIsFinerThanAMillisecond) {
  EXPECT_EQ(NormalTime("2026-11-24T10:00:00.1Z"), "2026-11-24T10:00:00.100Z");
  EXPECT_EQ(NormalTime("2026-11-24T10:00:00.123456789Z"), "2026-11-24T10:00:00.123Z");
}

TEST(ClockTest, KnowsTheLengthsOfMonths) {
  EXPECT_EQ(NormalTime("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(NormalTime("2026-02-29T00:00:00Z"), "refused");
  EXPECT_EQ(NormalTime("2026-04-31T00:00:00Z"), "refused");
  EXPECT_EQ(NormalTime("2026-00-10T00:00:00Z"), "refused");
  EXPECT_EQ(NormalTime("2026-01-00T00:00:00Z"), "refused");
}

TEST(ClockTest, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "now",
                           "2026",
                           "2026-11-24",
                           "2026-11-24T10:00:00",
                           "2026-11-24 10:00:00Z",
                           "2026-11-24T10:00Z",
                           "2026-13-24T10:00:00Z",
                           "2026-11-24T24:00:00Z",
                           "2026-11-24T10:60:00Z",
                           "2026-11-24T10:00:60Z",
                           "2026-11-24T10:00:00.Z",
                           "2026-11-24T10:00:00.1234567890Z",
                           "2026-11-24T10:00:00+24:00",
                           "2026-11-24T10:00:00+1:00",
                           "2026-11-24T10:00:00+01",
                           "2026-11-24T10:00:00ZZ",
                           " 2026-11-24T10:00:00Z",
                           "+2026-11-24T10:00:00Z",
                           "-026-11-24T10:00:00Z",
                           "20261-11-24T10:00:00Z"}) {
    EXPECT_THAT(ParseTime(text), FailsWith(ErrorCode::InvalidFormat)) << text;
  }
}

TEST(ClockTest, CountsMillisecondsSince1970) {
  EXPECT_EQ(ToMillis(*ParseTime("1970-01-01T00:00:01.5Z")), 1500);
  EXPECT_EQ(ToMillis(*ParseTime("1969-12-31T23:59:59.999Z")), -1);
  EXPECT_EQ(FormatTime(FromMillis(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(ClockTest, TellsTheTimeOfThisCentury) {
  EXPECT_GT(SystemClock{}.Now(), *ParseTime("2025-01-01T00:00:00Z"));
}

TEST(FakeClockTest, MovesOnlyWhenTold) {
  FakeClock clock;
  EXPECT_EQ(FormatTime(clock.Now()), "2026-01-01T00:00:00.000Z");

  clock.Advance(90s);

  EXPECT_EQ(FormatTime(clock.Now()), "2026-01-01T00:01:30.000Z");
}

}  // namespace
}  // namespace armillary
