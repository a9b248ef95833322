#include "base/id.h"

#include <set>
#include <string>
#include <type_traits>
#include <unordered_set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"

namespace armillary {
namespace {

using namespace std::chrono_literals;

static_assert(!std::is_convertible_v<TenantId, ModelId>);
static_assert(!std::is_constructible_v<TenantId, ModelId>);
static_assert(!std::is_convertible_v<std::string, TenantId>);

class FixedRandom : public Random {
 public:
  explicit FixedRandom(std::byte value) : value_(value) {}
  void Fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) {
      byte = value_;
    }
  }

 private:
  const std::byte value_;
};

TEST(IdTest, Has26CharactersOfCrockfordsAlphabet) {
  const FakeClock clock;
  FakeRandom random;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_THAT(NewId(clock, random), testing::MatchesRegex("[0-9a-hjkmnp-tv-z]{26}"));
  }
}

// 1767225600000 ms and all bits of noise unset or set, worked out with another program.
TEST(IdTest, HoldsTheTimeThenTheNoise) {
  const FakeClock clock;
  FixedRandom zeros{std::byte{0}};
  FixedRandom ones{std::byte{0xFF}};

  EXPECT_EQ(NewId(clock, zeros), "01kdvdna000000000000000000");
  EXPECT_EQ(NewId(clock, ones), "01kdvdna00zzzzzzzzzzzzzzzz");
}

TEST(IdTest, SortsByTheTimeOfItsMaking) {
  FakeClock clock;
  FixedRandom ones{std::byte{0xFF}};
  FixedRandom zeros{std::byte{0}};
  std::string before = NewId(clock, ones);
  for (const auto step : {1ms, 31ms, 32ms, 1000ms, 40'000'000ms}) {
    clock.Advance(step);
    const std::string after = NewId(clock, zeros);
    EXPECT_LT(before, after);
    before = after;
  }
}

TEST(IdTest, DiffersWithinAMillisecond) {
  const FakeClock clock;
  FakeRandom random;
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) {
    ids.insert(NewId(clock, random));
  }

  EXPECT_EQ(ids.size(), 10'000U);
}

TEST(IdTest, CanBeAKeyOfAHashedSet) {
  const std::unordered_set<TenantId> tenants{{"a"}, {"b"}, {"a"}};

  EXPECT_EQ(tenants.size(), 2U);
}

}  // namespace
}  // namespace armillary
