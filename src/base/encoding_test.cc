#include "base/encoding.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_random.h"
#include "base/testing/result_matchers.h"

namespace armillary {
namespace {

std::vector<std::byte> RandomBytes(std::size_t size) {
  static FakeRandom random;
  std::vector<std::byte> bytes(size);
  random.Fill(bytes);
  return bytes;
}

TEST(EncodingTest, WritesHexInLowerCase) {
  EXPECT_EQ(ToHex(AsBytes("\xDE\xAD\x01")), "dead01");
  EXPECT_EQ(ToHex({}), "");
}

TEST(EncodingTest, ReadsHexOfEitherCase) {
  EXPECT_EQ(AsText(*FromHex("6b4B")), "kK");
  EXPECT_THAT(FromHex(""), Succeeds());
}

TEST(EncodingTest, RefusesWhatIsNotHex) {
  for (const char* text : {"0", "abc", "zz", "0x12", "12 ", " 12", "1 2", "12\n", "-1"}) {
    EXPECT_THAT(FromHex(text), FailsWith(ErrorCode::InvalidFormat)) << text;
  }
  EXPECT_THAT(FromHex(std::string_view("12\0", 3)), FailsWith(ErrorCode::InvalidFormat));
}

TEST(EncodingTest, GivesBackBytesOfEveryLength) {
  for (std::size_t size = 0; size < 70; ++size) {
    const auto bytes = RandomBytes(size);
    EXPECT_EQ(*FromHex(ToHex(bytes)), bytes);
    EXPECT_EQ(*FromBase64Url(ToBase64Url(bytes)), bytes);
  }
}

// RFC 4648, section 10, and the two characters in which base64url differs.
TEST(EncodingTest, WritesBase64UrlWithoutPadding) {
  EXPECT_EQ(ToBase64Url({}), "");
  EXPECT_EQ(ToBase64Url(AsBytes("f")), "Zg");
  EXPECT_EQ(ToBase64Url(AsBytes("fo")), "Zm8");
  EXPECT_EQ(ToBase64Url(AsBytes("foobar")), "Zm9vYmFy");
  EXPECT_EQ(ToBase64Url(AsBytes("\xFB\xFF")), "-_8");
}

TEST(EncodingTest, RefusesWhatIsNotBase64Url) {
  for (const char* text : {"Z", "Zg==", "Zm+v", "Zm/v", "Zm 9", "Zh", "Zm9vY", "Zg\n"}) {
    EXPECT_THAT(FromBase64Url(text), FailsWith(ErrorCode::InvalidFormat)) << text;
  }
}

TEST(EncodingTest, WritesBase62AtAFixedWidth) {
  EXPECT_EQ(ToBase62(std::vector<std::byte>(4)), "000000");
  EXPECT_EQ(ToBase62(AsBytes(std::string("\0\0\0\x3D", 4))), "00000z");
  EXPECT_EQ(ToBase62(AsBytes(std::string("\0\0\0\x3E", 4))), "000010");
  EXPECT_EQ(ToBase62(AsBytes("\xFF\xFF\xFF\xFF")), "4gfFC3");
  EXPECT_EQ(ToBase62(RandomBytes(16)).size(), 22U);
  EXPECT_EQ(ToBase62(RandomBytes(24)).size(), 33U);
  EXPECT_EQ(ToBase62(RandomBytes(32)).size(), 43U);
}

TEST(EncodingTest, HasRoomForTheLargestNumberOfEachWidth) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::vector<std::byte> largest(size, std::byte{0xFF});
    std::vector<std::byte> next_smaller = largest;
    next_smaller.back() = std::byte{0xFE};
    EXPECT_GT(ToBase62(largest), ToBase62(next_smaller)) << size;
    EXPECT_NE(ToBase62(largest).front(), ToBase62(std::vector<std::byte>(size)).front()) << size;
  }
}

// The check value of the CRC catalogue.
TEST(EncodingTest, ComputesTheCrcOfZip) {
  EXPECT_EQ(Crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(Crc32(""), 0U);
}

}  // namespace
}  // namespace armillary
