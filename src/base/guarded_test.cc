#include "base/guarded.h"

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "base/testing/on_threads.h"

namespace armillary {
namespace {

TEST(GuardedTest, GivesWhatTheUseGives) {
  Guarded<std::vector<int>> numbers(std::vector<int>{1, 2});

  numbers.With([](std::vector<int>& value) { value.push_back(3); });

  EXPECT_EQ(numbers.With([](const std::vector<int>& value) { return value.size(); }), 3U);
}

TEST(GuardedTest, HoldsWhatCannotBeCopied) {
  const Guarded<std::unique_ptr<int>> number(std::make_unique<int>(7));

  EXPECT_EQ(number.With([](const auto& value) { return *value; }), 7);
}

TEST(GuardedTest, LetsOneThreadInAtATime) {
  Guarded<long> count(0L);
  OnThreads(8, [&](int) {
    for (int step = 0; step < 10'000; ++step) {
      count.With([](long& value) { value = value + 1; });
    }
  });

  EXPECT_EQ(count.With([](long value) { return value; }), 80'000);
}

}  // namespace
}  // namespace armillary
