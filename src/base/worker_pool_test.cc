#include "base/worker_pool.h"

#include <atomic>
#include <barrier>
#include <latch>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace armillary {
namespace {

TEST(WorkerPoolTest, RunsTasksInOrderOnOneThread) {
  std::vector<int> ran;
  {
    WorkerPool pool(1, 10);
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(pool.TrySubmit([&ran, i] { ran.push_back(i); }));
    }
  }

  EXPECT_THAT(ran, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(WorkerPoolTest, RunsAsManyTasksAtOnceAsItHasThreads) {
  std::barrier together(4);
  std::latch done(3);
  WorkerPool pool(3, 3);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pool.TrySubmit([&] {
      together.arrive_and_wait();
      done.count_down();
    }));
  }

  together.arrive_and_wait();
  done.wait();
}

TEST(WorkerPoolTest, RefusesWhenItsQueueIsFull) {
  std::latch started(1);
  std::latch release(1);
  std::atomic<int> ran{0};
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.TrySubmit([&] {
      started.count_down();
      release.wait();
    }));
    started.wait();
    EXPECT_TRUE(pool.TrySubmit([&] { ++ran; }));
    EXPECT_TRUE(pool.TrySubmit([&] { ++ran; }));

    EXPECT_FALSE(pool.TrySubmit([&] { ++ran; }));

    EXPECT_EQ(pool.Queued(), 2U);
    release.count_down();
  }
  EXPECT_EQ(ran, 2);
}

}  // namespace
}  // namespace armillary
