#include "keys/token_text.h"

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/result_matchers.h"

namespace armillary::keys {
namespace {

class TokenTextTest : public testing::Test {
 protected:
  std::string Make() {
    return MakeToken({.id = TokenId{NewId(clock_, random_)}, .secret = NewTokenSecret(random_)})
        .Reveal();
  }

  FakeClock clock_;
  FakeRandom random_;
};

TEST_F(TokenTextTest, GivesBackItsParts) {
  const TokenParts parts{.id = TokenId{NewId(clock_, random_)}, .secret = NewTokenSecret(random_)};

  const auto parsed = ParseToken(MakeToken(parts).Reveal());

  ASSERT_THAT(parsed, Succeeds());
  EXPECT_EQ(parsed->id, parts.id);
  EXPECT_EQ(parsed->secret.Reveal(), parts.secret.Reveal());
}

TEST_F(TokenTextTest, HasTheFormThatScannersForLeakedSecretsKnow) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(Make(), testing::MatchesRegex("arm_[0-9a-hjkmnp-tv-z]{26}_[0-9A-Za-z]{39}"));
  }
}

// Computed by hand with another program, so that tokens stay valid across releases.
TEST_F(TokenTextTest, KeepsItsFormat) {
  const TokenParts parts{.id = TokenId{"01kdvpk8000000000000000000"},
                         .secret = Secret("0123456789ABCDEFGHIJKLMNOPQRSTUVW")};

  EXPECT_EQ(MakeToken(parts).Reveal(),
            "arm_01kdvpk8000000000000000000_0123456789ABCDEFGHIJKLMNOPQRSTUVW25VAOp");
}

TEST_F(TokenTextTest, RefusesEveryCutOfAToken) {
  const std::string token = Make();
  for (std::size_t length = 0; length < token.size(); ++length) {
    EXPECT_THAT(ParseToken(token.substr(0, length)), FailsWith(ErrorCode::TokenMalformed));
    EXPECT_THAT(ParseToken(token.substr(length + 1)), FailsWith(ErrorCode::TokenMalformed));
  }
  EXPECT_THAT(ParseToken(token + "0"), FailsWith(ErrorCode::TokenMalformed));
  EXPECT_THAT(ParseToken(" " + token), FailsWith(ErrorCode::TokenMalformed));
}

TEST_F(TokenTextTest, RefusesEveryChangeOfOneCharacter) {
  const std::string token = Make();
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (int other = 0; other < 256; ++other) {
      std::string changed = token;
      changed[at] = static_cast<char>(other);
      if (changed != token) {
        EXPECT_THAT(ParseToken(changed), FailsWith(ErrorCode::TokenMalformed)) << changed;
      }
    }
  }
}

TEST_F(TokenTextTest, RefusesAnotherFormEvenWithItsChecksum) {
  const std::string token = Make();
  for (const auto& [at, other] :
       {std::pair(0UL, 'b'), {3UL, '-'}, {4UL, 'u'}, {4UL, 'A'}, {30UL, '-'}, {31UL, '_'}}) {
    std::string changed = token.substr(0, token.size() - 6);
    changed[at] = other;
    const std::uint32_t crc = Crc32(changed);
    std::array<std::byte, 4> bytes{};
    for (unsigned i = 0; i < 4; ++i) {
      bytes.at(i) = static_cast<std::byte>(crc >> (24U - 8U * i));
    }
    changed += ToBase62(bytes);
    EXPECT_THAT(ParseToken(changed), FailsWith(ErrorCode::TokenMalformed)) << changed;
  }
}

TEST_F(TokenTextTest, DoesNotRepeatWhatItRefuses) {
  const auto refused = ParseToken("arm_not-quite-a-secret");

  EXPECT_THAT(refused.error().message, testing::Not(testing::HasSubstr("not-quite")));
}

TEST_F(TokenTextTest, MakesSecretsThatDiffer) {
  std::set<std::string> secrets;
  for (int i = 0; i < 1000; ++i) {
    secrets.insert(NewTokenSecret(random_).Reveal());
  }

  EXPECT_EQ(secrets.size(), 1000U);
}

}  // namespace
}  // namespace armillary::keys
