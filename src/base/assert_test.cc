#include "base/assert.h"

#include <gtest/gtest.h>

namespace armillary {
namespace {

TEST(AssertDeathTest, StopsTheProcessAndSaysWhatWasWrong) {
  EXPECT_DEATH({ ARM_ASSERT(1 + 1 == 3); }, "assert_test.cc:.*1 \\+ 1 == 3");
}

TEST(AssertTest, LetsWhatHoldsPass) {
  if (true) {
    ARM_ASSERT(1 + 1 == 2);
  }
}

}  // namespace
}  // namespace armillary
