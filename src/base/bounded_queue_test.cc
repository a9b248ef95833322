#include "base/bounded_queue.h"

#include <latch>
#include <memory>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/on_threads.h"

namespace armillary {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pointee;

using Item = std::unique_ptr<int>;

TEST(BoundedQueueTest, GivesItemsInTheOrderOfTheirArrival) {
  BoundedQueue<int> queue(3);
  EXPECT_TRUE(queue.TryPush(1));
  EXPECT_TRUE(queue.TryPush(2));

  EXPECT_EQ(queue.Size(), 2U);
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), 2);
  EXPECT_EQ(queue.Size(), 0U);
}

TEST(BoundedQueueTest, RefusesBeyondItsCapacityAndLeavesTheItem) {
  BoundedQueue<Item> queue(1);
  EXPECT_TRUE(queue.TryPush(std::make_unique<int>(1)));
  Item refused = std::make_unique<int>(2);

  EXPECT_FALSE(queue.TryPush(std::move(refused)));

  EXPECT_THAT(refused, Pointee(2));  // NOLINT(bugprone-use-after-move)
  queue.Pop();
  EXPECT_TRUE(queue.TryPush(std::move(refused)));
}

TEST(BoundedQueueTest, GivesWhatIsQueuedAfterItWasClosed) {
  BoundedQueue<int> queue(3);
  EXPECT_TRUE(queue.TryPush(1));
  queue.Close();

  EXPECT_FALSE(queue.TryPush(2));
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), std::nullopt);
  EXPECT_THAT(queue.PopMany(10), IsEmpty());
}

TEST(BoundedQueueTest, GivesManyAtOnceButNotMoreThanAskedFor) {
  BoundedQueue<int> queue(10);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(queue.TryPush(int{i}));
  }

  EXPECT_THAT(queue.PopMany(3), ElementsAre(0, 1, 2));
  EXPECT_THAT(queue.PopMany(3), ElementsAre(3, 4));
}

TEST(BoundedQueueTest, WakesEveryWaitingThreadWhenItCloses) {
  BoundedQueue<int> queue(1);
  std::latch woken(4);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      if (i % 2 == 0) {
        EXPECT_EQ(queue.Pop(), std::nullopt);
      } else {
        EXPECT_THAT(queue.PopMany(5), IsEmpty());
      }
      woken.count_down();
    });
  }

  queue.Close();
  woken.wait();
}

void PushOnceThereIsRoom(BoundedQueue<int>& queue, int item) {
  while (!queue.TryPush(int{item})) {
    std::this_thread::yield();
  }
}

TEST(BoundedQueueTest, LosesAndDoublesNothingBetweenThreads) {
  constexpr int kItems = 20'000;
  BoundedQueue<int> queue(64);
  std::vector<int> seen(kItems, 0);
  {
    const std::jthread consumer([&] {
      while (const auto item = queue.Pop()) {
        ++seen[static_cast<std::size_t>(*item)];
      }
    });
    OnThreads(4, [&](int first) {
      for (int item = first; item < kItems; item += 4) {
        PushOnceThereIsRoom(queue, item);
      }
    });
    queue.Close();
  }

  EXPECT_THAT(seen, testing::Each(1));
}

}  // namespace
}  // namespace armillary
