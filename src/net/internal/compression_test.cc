#include "net/internal/compression.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::net {
namespace {

// Unpacks `packed`, handed over in pieces of `piece` bytes.
Result<std::string> Unpacked(std::string_view packed, std::size_t limit, std::size_t piece,
                             Coding coding = Coding::Gzip) {
  std::string text;
  Inflater inflater(coding, limit);
  while (!packed.empty()) {
    ARM_CHECK(inflater.Feed(
        packed.substr(0, piece), [&](std::span<const std::byte> bytes) -> Result<void> {
          text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
          return {};
        }));
    packed.remove_prefix(std::min(piece, packed.size()));
  }
  ARM_CHECK(inflater.Finish());
  return text;
}

std::string Text() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += std::to_string(i * 7919) + ",";
  }
  return text;
}

TEST(CompressionTest, GivesBackWhatItPackedInAnyPieces) {
  const std::string packed = Gzip(Text());

  EXPECT_LT(packed.size(), Text().size() / 2);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, packed.size()}) {
    const auto text = Unpacked(packed, Text().size(), piece);
    ASSERT_THAT(text, Succeeds());
    EXPECT_TRUE(*text == Text());
  }
}

TEST(CompressionTest, StopsABombAtTheLimit) {
  const std::string bomb = Gzip(std::string(50'000'000, '\0'));
  std::size_t made = 0;
  Inflater inflater(Coding::Gzip, 100'000);

  const auto fed = inflater.Feed(bomb, [&](std::span<const std::byte> bytes) -> Result<void> {
    made += bytes.size();
    return {};
  });

  EXPECT_LT(bomb.size(), 400'000U);
  EXPECT_THAT(fed, FailsWith(ErrorCode::BodyTooLarge));
  EXPECT_LE(made, 100'000U);
}

TEST(CompressionTest, TakesExactlyTheLimit) {
  const std::string packed = Gzip(std::string(100'000, 'x'));

  EXPECT_THAT(Unpacked(packed, 100'000, 1024), Succeeds());
  EXPECT_THAT(Unpacked(packed, 99'999, 1024), FailsWith(ErrorCode::BodyTooLarge));
}

TEST(CompressionTest, RefusesWhatEndsEarly) {
  const std::string packed = Gzip(Text());

  EXPECT_THAT(Unpacked(packed.substr(0, packed.size() - 1), 1'000'000, 4096),
              FailsWith(ErrorCode::InvalidEncoding));
  EXPECT_THAT(Unpacked("", 10, 1), FailsWith(ErrorCode::InvalidEncoding));
}

TEST(CompressionTest, RefusesWhatFollowsTheEnd) {
  EXPECT_THAT(Unpacked(Gzip("a") + "x", 100, 4096), FailsWith(ErrorCode::InvalidEncoding));
  EXPECT_THAT(Unpacked(Gzip("a") + Gzip("b"), 100, 1), FailsWith(ErrorCode::InvalidEncoding));
}

TEST(CompressionTest, RefusesEveryFlippedByteOrGivesTheSameText) {
  const std::string text = Text().substr(0, 2000);
  const std::string packed = Gzip(text);
  int refused = 0;
  for (std::size_t i = 0; i < packed.size(); ++i) {
    std::string flipped = packed;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x41);
    const auto result = Unpacked(flipped, 1'000'000, 512);
    refused += result ? 0 : 1;
    EXPECT_TRUE(!result || *result == text) << "byte " << i;
  }
  EXPECT_GT(refused, static_cast<int>(packed.size()) - 10);  // A few header bytes mean nothing.
}

TEST(CompressionTest, HoldsTheCodingsApart) {
  EXPECT_THAT(Unpacked(Gzip("a"), 100, 4096, Coding::Deflate),
              FailsWith(ErrorCode::InvalidEncoding));
  const std::string_view zlib("\x78\x9c\x4b\x04\x00\x00\x62\x00\x62", 9);
  const auto text = Unpacked(zlib, 100, 4096, Coding::Deflate);
  ASSERT_THAT(text, Succeeds());
  EXPECT_EQ(*text, "a");
  EXPECT_THAT(Unpacked(zlib, 100, 4096), FailsWith(ErrorCode::InvalidEncoding));
}

}  // namespace
}  // namespace armillary::net
