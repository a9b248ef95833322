#include "base/random.h"

#include <array>
#include <cstdint>
#include <set>

#include <gtest/gtest.h>

#include "base/testing/fake_random.h"

namespace armillary {
namespace {

template <class Source>
std::array<std::byte, 16> Draw(Source& random) {
  std::array<std::byte, 16> bytes{};
  random.Fill(bytes);
  return bytes;
}

TEST(SystemRandomTest, NeverRepeatsItself) {
  SystemRandom random;
  std::set<std::array<std::byte, 16>> drawn;
  for (int i = 0; i < 1000; ++i) {
    drawn.insert(Draw(random));
  }

  EXPECT_EQ(drawn.size(), 1000U);
}

TEST(SystemRandomTest, SetsEachBitAboutHalfOfTheTime) {
  SystemRandom random;
  std::array<int, 128> set{};
  for (int i = 0; i < 1000; ++i) {
    const auto bytes = Draw(random);
    for (std::size_t bit = 0; bit < set.size(); ++bit) {
      set.at(bit) +=
          static_cast<int>((std::to_integer<unsigned>(bytes.at(bit / 8)) >> bit % 8) & 1);
    }
  }

  // Ten standard deviations on each side.
  for (const int count : set) {
    EXPECT_GT(count, 340);
    EXPECT_LT(count, 660);
  }
}

TEST(FakeRandomTest, RepeatsItselfForASeed) {
  FakeRandom first(7);
  FakeRandom again(7);
  FakeRandom other(8);

  const auto drawn = Draw(first);

  EXPECT_EQ(drawn, Draw(again));
  EXPECT_NE(drawn, Draw(other));
}

}  // namespace
}  // namespace armillary
