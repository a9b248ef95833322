#include "base/digest.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/result_matchers.h"

namespace armillary {
namespace {

// FIPS 180-2, appendix B.
TEST(DigestTest, IsSha256) {
  EXPECT_EQ(Sha256("abc").ToHex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("").ToHex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestTest, DoesNotDependOnThePieces) {
  const std::string text(100'000, 'a');
  Sha256Stream stream;
  for (std::size_t at = 0, length = 1; at < text.size(); at += length, length = length * 3 % 1009) {
    stream.Append(AsBytes(std::string_view(text).substr(at, length)));
  }
  stream.Append({});

  EXPECT_EQ(stream.Finish(), Sha256(text));
}

TEST(DigestTest, SurvivesAMoveOfItsStream) {
  Sha256Stream first;
  first.Append(AsBytes("a"));
  Sha256Stream second = std::move(first);
  second.Append(AsBytes("bc"));

  EXPECT_EQ(second.Finish(), Sha256("abc"));
}

TEST(DigestTest, ReadsItsOwnText) {
  const Digest digest = Sha256("x");

  EXPECT_EQ(*Digest::FromHex(digest.ToHex()), digest);
}

TEST(DigestTest, RefusesTextThatIsNoDigest) {
  const std::string text = Sha256("x").ToHex();
  for (const std::string& wrong : {std::string(), text.substr(2), text + "00", text.substr(1),
                                   "sha256:" + text, "zz" + text.substr(2)}) {
    EXPECT_THAT(Digest::FromHex(wrong), FailsWith(ErrorCode::InvalidFormat)) << wrong;
  }
}

}  // namespace
}  // namespace armillary
