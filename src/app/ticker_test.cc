#include "app/ticker.h"

#include <chrono>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"

namespace armillary::app {
namespace {

using namespace std::chrono_literals;

class TickerTest : public testing::Test {
 protected:
  std::vector<Chore> Chores() {
    return {{"each second", 1s, [this] { return Run("second"); }},
            {"each minute", 1min, [this] { return Run("minute"); }}};
  }

  Result<void> Run(const std::string& name) {
    ran_.push_back(name);
    return {};
  }

  std::vector<std::string> TakeRan() { return std::exchange(ran_, {}); }

  FakeClock clock_;
  Log log_{Log::Options{.level = LogLevel::Error}};
  std::vector<std::string> ran_;
};

TEST_F(TickerTest, RunsWhatIsDue) {
  Ticker ticker(Chores(), clock_, log_);
  ticker.Step();
  EXPECT_THAT(TakeRan(), testing::IsEmpty());

  clock_.Advance(1s);
  ticker.Step();
  ticker.Step();
  EXPECT_THAT(TakeRan(), testing::ElementsAre("second"));

  clock_.Advance(59s);
  ticker.Step();
  EXPECT_THAT(TakeRan(), testing::ElementsAre("second", "minute"));
}

TEST_F(TickerTest, GoesOnAfterAChoreFailedOrThrew) {
  std::vector<Chore> chores = Chores();
  chores.insert(chores.begin(), {"fails", 1s, []() -> Result<void> {
                                   return Fail(ErrorCode::StorageFull, "no room");
                                 }});
  chores.insert(chores.begin(),
                {"throws", 1s, []() -> Result<void> { throw std::runtime_error("bad row"); }});
  Ticker ticker(std::move(chores), clock_, log_);

  clock_.Advance(1s);
  ticker.Step();

  EXPECT_THAT(TakeRan(), testing::ElementsAre("second"));
}

TEST_F(TickerTest, RunsAllAgainAfterTheClockWentBack) {
  Ticker ticker(Chores(), clock_, log_);

  clock_.Advance(-1h);
  ticker.Step();
  EXPECT_THAT(TakeRan(), testing::ElementsAre("second", "minute"));

  ticker.Step();
  EXPECT_THAT(TakeRan(), testing::IsEmpty());
  clock_.Advance(1s);
  ticker.Step();
  EXPECT_THAT(TakeRan(), testing::ElementsAre("second"));
}

}  // namespace
}  // namespace armillary::app
