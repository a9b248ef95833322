#include "base/secret.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "base/log.h"

namespace armillary {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<Secret, LogValue>);
static_assert(!std::is_convertible_v<std::string, Secret>);

constexpr std::string_view kShort = "hunter2";
constexpr std::string_view kTail = "unter2";  // What stays when only the length is cleared.

// Whether `text` is anywhere in the bytes that an object occupied.
bool Holds(const std::array<std::byte, sizeof(Secret)>& memory, std::string_view text) {
  const std::string_view bytes(reinterpret_cast<const char*>(memory.data()), memory.size());
  return bytes.find(text) != std::string_view::npos;
}

TEST(SecretTest, RevealsItsValue) { EXPECT_EQ(Secret(std::string(kShort)).Reveal(), kShort); }

TEST(SecretTest, KeepsItsValueThroughCopiesAndMoves) {
  Secret first{std::string(kShort)};
  const Secret copy = first;
  Secret second = std::move(first);
  Secret third{"other"};
  third = std::move(second);
  second = third;
  third = *&third;

  EXPECT_EQ(copy.Reveal(), kShort);
  EXPECT_EQ(second.Reveal(), kShort);
  EXPECT_EQ(third.Reveal(), kShort);
}

TEST(SecretTest, LeavesNothingWhereItWas) {
  alignas(Secret) std::array<std::byte, sizeof(Secret)> memory{};
  auto* secret = new (memory.data()) Secret{std::string(kShort)};
  ASSERT_TRUE(Holds(memory, kShort));

  std::destroy_at(secret);

  EXPECT_FALSE(Holds(memory, kTail));
}

TEST(SecretTest, LeavesNothingWhereItWasMovedFromOrReplaced) {
  alignas(Secret) std::array<std::byte, sizeof(Secret)> memory{};
  auto* secret = new (memory.data()) Secret{std::string(kShort)};
  const Secret taken = std::move(*secret);
  EXPECT_FALSE(Holds(memory, kTail));

  *secret = taken;
  ASSERT_TRUE(Holds(memory, kShort));
  *secret = Secret("x");
  EXPECT_FALSE(Holds(memory, kTail));
  std::destroy_at(secret);
}

}  // namespace
}  // namespace armillary
