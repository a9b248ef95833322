#include "api/session_cookie.h"

#include <string>

#include <gmock/gmock.h>

#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/result_matchers.h"

namespace armillary::api {
namespace {

class SessionCookieTest : public testing::Test {
 protected:
  static Result<std::optional<tenancy::SessionProof>> Read(
      const std::vector<std::string>& cookies) {
    net::Fields headers(net::Fields::Match::IgnoreCase);
    for (const std::string& cookie : cookies) {
      headers.Add("cookie", cookie);
    }
    return SessionIn(headers);
  }
  static Result<void> Check(const std::vector<net::Header>& headers) {
    net::RequestHead head;
    head.headers.Add("Host", "models.example:8443");
    for (const auto& [name, value] : headers) {
      head.headers.Add(name, value);
    }
    return CheckSameOrigin(head);
  }

  FakeClock clock_;
  FakeRandom random_;
  tenancy::SessionProof proof_ = tenancy::NewSessionProof(clock_, random_);
  std::string value_ = tenancy::TextOf(proof_).Reveal();
  std::string cookie_ = "__Host-armillary=" + value_;
};

TEST_F(SessionCookieTest, IsFoundAmongOthers) {
  for (const std::vector<std::string>& cookies :
       {std::vector{cookie_},
        {"a=b; " + cookie_ + "; c=d"},
        {"a=b;" + cookie_},
        {"a=b", cookie_},
        {"__Host-armillaryx=1; x__Host-armillary=2; ; =; " + cookie_ + " "}}) {
    const auto read = Read(cookies);
    ASSERT_THAT(read, Succeeds()) << cookies.front();
    ASSERT_TRUE(read->has_value()) << cookies.front();
    EXPECT_EQ((*read)->id, proof_.id);
  }
}

TEST_F(SessionCookieTest, IsNoneWhereNothingHasItsName) {
  for (const char* const cookies : {"", ";", "a=b", "__host-armillary=x", "__Host-armillary"}) {
    const auto read = Read({cookies});
    ASSERT_THAT(read, Succeeds()) << cookies;
    EXPECT_FALSE(read->has_value()) << cookies;
  }
}

TEST_F(SessionCookieTest, IsUnknownWhereItIsGarbledOrThereAreSeveral) {
  for (const std::vector<std::string>& cookies : {std::vector<std::string>{"__Host-armillary="},
                                                  {cookie_ + "0"},
                                                  {cookie_ + "=x"},
                                                  {"__Host-armillary=\"" + value_ + "\""},
                                                  {cookie_ + "; " + cookie_},
                                                  {cookie_, cookie_}}) {
    EXPECT_THAT(Read(cookies), FailsWith(ErrorCode::SessionUnknown)) << cookies.front();
  }
}

TEST_F(SessionCookieTest, IsSetForThisHostAloneAndNotForScripts) {
  EXPECT_EQ(KeepSession(proof_).second, cookie_ + "; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(ForgetSession().second,
            "__Host-armillary=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
}

TEST_F(SessionCookieTest, IsApartFromTheSignInThatHasBegun) {
  net::Fields headers(net::Fields::Match::IgnoreCase);
  headers.Add("Cookie", cookie_ + "; __Host-armillary-sign-in=abc");
  EXPECT_EQ(PendingIn(headers), "abc");
  EXPECT_THAT(SessionIn(headers), Succeeds());
  headers.Add("Cookie", "__Host-armillary-sign-in=def");
  EXPECT_EQ(PendingIn(headers), "");
  EXPECT_EQ(KeepPending(Secret("abc")).second,
            "__Host-armillary-sign-in=abc; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(ForgetPending().second,
            "__Host-armillary-sign-in=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
}

TEST_F(SessionCookieTest, ActsForPagesOfItsOwnOriginAndForWhatIsNoBrowser) {
  EXPECT_THAT(Check({}), Succeeds());
  EXPECT_THAT(Check({{"Origin", "https://models.example:8443"}}), Succeeds());
  EXPECT_THAT(Check({{"Origin", "https://Models.Example:8443"}, {"Sec-Fetch-Site", "same-origin"}}),
              Succeeds());
  EXPECT_THAT(Check({{"Sec-Fetch-Site", "none"}}), Succeeds());
}

TEST_F(SessionCookieTest, ActsForNoPageOfAnotherOrigin) {
  for (const char* const origin :
       {"", "null", "https://", "models.example:8443", "https://models.example",
        "https://evil.example", "https://models.example:8443.evil.example",
        "https://models.example:8443/"}) {
    EXPECT_THAT(Check({{"Origin", origin}}), FailsWithField(ErrorCode::OriginNotAllowed, "Origin"))
        << origin;
  }
  for (const char* const site : {"", "cross-site", "same-site", "Same-Origin"}) {
    EXPECT_THAT(Check({{"Sec-Fetch-Site", site}}),
                FailsWithField(ErrorCode::OriginNotAllowed, "Sec-Fetch-Site"))
        << site;
  }
  EXPECT_THAT(
      Check({{"Origin", "https://models.example:8443"}, {"Origin", "https://models.example:8443"}}),
      FailsWith(ErrorCode::OriginNotAllowed));
}

}  // namespace
}  // namespace armillary::api
