#include "inference/internal/deadline_watch.h"

#include <atomic>

#include <gtest/gtest.h>

namespace armillary::inference {
namespace {

using namespace std::chrono_literals;

// Far enough that the watch's own thread never gets there.
const auto kLater = std::chrono::steady_clock::now() + 24h;

TEST(DeadlineWatchTest, StopsWhatIsPastItsDeadlineOnce) {
  DeadlineWatch watch;
  int stops = 0;
  const auto guard = watch.Watch(kLater, [&] { ++stops; });

  watch.Step(kLater - 1ms);
  EXPECT_EQ(stops, 0);
  watch.Step(kLater);
  watch.Step(kLater + 1ms);
  EXPECT_EQ(stops, 1);
}

TEST(DeadlineWatchTest, LeavesWhatEndedInTime) {
  DeadlineWatch watch;
  int stops = 0;
  {
    const auto guard = watch.Watch(kLater, [&] { ++stops; });
  }

  watch.Step(kLater);

  EXPECT_EQ(stops, 0);
}

TEST(DeadlineWatchTest, StopsByItselfFromAThreadOfItsOwn) {
  DeadlineWatch watch;
  std::atomic<bool> stopped{false};
  const auto guard = watch.Watch(std::chrono::steady_clock::now(), [&] {
    stopped = true;
    stopped.notify_all();
  });

  stopped.wait(false);

  EXPECT_TRUE(stopped);
}

}  // namespace
}  // namespace armillary::inference
