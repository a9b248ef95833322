#include "tenancy/provider_claims.h"

#include <boost/json/array.hpp>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"

namespace armillary::tenancy {
namespace {

namespace json = boost::json;

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Optional;

constexpr std::int64_t kNowSeconds = 1'800'000'000;
constexpr std::string_view kEvent = "http://schemas.openid.net/event/backchannel-logout";

Expectation Expected() {
  return {.issuer = "https://id.example",
          .audience = "armillary",
          .now = FromMillis(kNowSeconds * 1000),
          .skew = 30s};
}

json::object Claims() {
  return {{"iss", "https://id.example"}, {"aud", "armillary"},      {"sub", "ada"}, {"nonce", "n"},
          {"iat", kNowSeconds - 10},     {"exp", kNowSeconds + 300}};
}

json::object With(const std::string& name, json::value value) {
  json::object claims = Claims();
  claims[name] = std::move(value);
  return claims;
}

json::object Without(const std::string& name) {
  json::object claims = Claims();
  claims.erase(name);
  return claims;
}

Result<Vouched> Check(const json::object& claims, const std::optional<std::string>& nonce = "n") {
  return CheckIdentityToken(claims, Expected(), nonce, "groups");
}

TEST(IdentityTokenTest, VouchesForSomebody) {
  json::object claims = Claims();
  claims["name"] = "Ada Lovelace";
  claims["email"] = "ada@example.org";
  claims["sid"] = "s1";
  claims["groups"] = json::array{"lab", "heads"};
  const auto vouched = Check(claims);
  ASSERT_THAT(vouched, Succeeds());
  EXPECT_EQ(vouched->subject, "ada");
  EXPECT_EQ(vouched->name, "Ada Lovelace");
  EXPECT_THAT(vouched->email, Optional(std::string("ada@example.org")));
  EXPECT_THAT(vouched->session, Optional(std::string("s1")));
  EXPECT_THAT(vouched->groups.value(), ElementsAre("lab", "heads"));
}

TEST(IdentityTokenTest, IsOfTheIssuerLetterByLetter) {
  for (const char* const issuer : {"https://id.example/", "https://ID.example", "http://id.example",
                                   "https://id.example.evil", "", "id.example"}) {
    EXPECT_THAT(Check(With("iss", issuer)), FailsWithField(ErrorCode::IdentityTokenRefused, "iss"))
        << issuer;
  }
  EXPECT_THAT(Check(With("iss", json::array{"https://id.example"})),
              FailsWithField(ErrorCode::IdentityTokenRefused, "iss"));
}

TEST(IdentityTokenTest, IsForUs) {
  EXPECT_THAT(Check(With("aud", json::array{"armillary"})), Succeeds());
  for (const json::value& bad :
       {json::value("Armillary"), json::value(""), json::value(7), json::value(json::array{}),
        json::value(json::array{"other"}), json::value(nullptr)}) {
    EXPECT_THAT(Check(With("aud", bad)), FailsWithField(ErrorCode::IdentityTokenRefused, "aud"));
  }
}

TEST(IdentityTokenTest, WasMadeForUsWhereItIsForOthersAsWell) {
  json::object claims = With("aud", json::array{"armillary", "other"});
  EXPECT_THAT(Check(claims), FailsWithField(ErrorCode::IdentityTokenRefused, "azp"));
  claims["azp"] = "other";
  EXPECT_THAT(Check(claims), FailsWithField(ErrorCode::IdentityTokenRefused, "azp"));
  claims["azp"] = "armillary";
  EXPECT_THAT(Check(claims), Succeeds());
  EXPECT_THAT(Check(With("azp", "other")), FailsWithField(ErrorCode::IdentityTokenRefused, "azp"));
}

TEST(IdentityTokenTest, IsValidWithinTheSkew) {
  EXPECT_THAT(Check(With("exp", kNowSeconds - 29)), Succeeds());
  EXPECT_THAT(Check(With("exp", kNowSeconds - 30)), FailsWith(ErrorCode::IdentityTokenRefused));
  EXPECT_THAT(Check(With("iat", kNowSeconds + 30)), Succeeds());
  EXPECT_THAT(Check(With("iat", kNowSeconds + 31)), FailsWith(ErrorCode::IdentityTokenRefused));
  EXPECT_THAT(Check(With("nbf", kNowSeconds + 30)), Succeeds());
  EXPECT_THAT(Check(With("nbf", kNowSeconds + 31)), FailsWith(ErrorCode::IdentityTokenRefused));
  EXPECT_THAT(Check(With("exp", static_cast<double>(kNowSeconds) + 0.5)), Succeeds());
}

TEST(IdentityTokenTest, HasTimesThatAreTimes) {
  for (const char* const name : {"exp", "iat"}) {
    EXPECT_THAT(Check(Without(name)), FailsWithField(ErrorCode::IdentityTokenRefused, name));
    for (const json::value& bad : {json::value("1800000300"), json::value(-1), json::value(1e300),
                                   json::value(nullptr), json::value(true)}) {
      EXPECT_THAT(Check(With(name, bad)), FailsWithField(ErrorCode::IdentityTokenRefused, name));
    }
  }
}

TEST(IdentityTokenTest, HasTheNonceOfTheSignIn) {
  EXPECT_THAT(Check(Claims(), "m"), FailsWithField(ErrorCode::IdentityTokenRefused, "nonce"));
  EXPECT_THAT(Check(Without("nonce")), FailsWithField(ErrorCode::IdentityTokenRefused, "nonce"));
  EXPECT_THAT(Check(Without("nonce"), std::nullopt), Succeeds());
}

TEST(IdentityTokenTest, NamesSomebody) {
  for (const json::value& bad : {json::value(""), json::value(7), json::value("a\nb"),
                                 json::value(json::string(256, 'a')), json::value(nullptr)}) {
    EXPECT_THAT(Check(With("sub", bad)), FailsWithField(ErrorCode::IdentityTokenRefused, "sub"));
  }
}

TEST(IdentityTokenTest, HasANameThatIsFitToBeShown) {
  const auto name_of = [](json::object more) {
    json::object claims = Claims();
    for (auto& member : more) {
      claims[member.key()] = member.value();
    }
    return Check(claims).value().name;
  };
  EXPECT_EQ(name_of({}), "ada");
  EXPECT_EQ(name_of({{"email", "ada@example.org"}}), "ada@example.org");
  EXPECT_EQ(name_of({{"name", "a/b"}, {"preferred_username", "ada"}}), "ada");
  EXPECT_EQ(name_of({{"sub", "auth0|a/b:c"}}), "auth0|a-b-c");
  EXPECT_EQ(name_of({{"sub", ".."}}), "person");
}

TEST(IdentityTokenTest, TakesWhatIsShownFromOtherClaimsOnlyWhereItHasNone) {
  const json::object told{{"name", "Ada"}, {"email", "ada@example.org"}};
  Vouched unnamed = Check(Claims()).value();
  Describe(told, unnamed);
  EXPECT_EQ(unnamed.name, "Ada");
  EXPECT_THAT(unnamed.email, Optional(std::string("ada@example.org")));
  Vouched named = Check(With("name", "Countess")).value();
  Describe(told, named);
  EXPECT_EQ(named.name, "Countess");
}

TEST(IdentityTokenTest, BelievesNoAddressThatWasNotVerified) {
  EXPECT_EQ(Check(With("email", "")).value().email, std::nullopt);
  json::object claims = With("email", "ada@example.org");
  claims["email_verified"] = false;
  EXPECT_EQ(Check(claims).value().email, std::nullopt);
}

TEST(GroupsTest, AreTexts) {
  EXPECT_THAT(GroupsIn(With("groups", "lab"), "groups").value().value(), ElementsAre("lab"));
  EXPECT_THAT(GroupsIn(With("groups", json::array{}), "groups").value().value(), ElementsAre());
  EXPECT_EQ(GroupsIn(Claims(), "groups").value(), std::nullopt);
  EXPECT_EQ(GroupsIn(With("groups", nullptr), "groups").value(), std::nullopt);
  for (const json::value& bad :
       {json::value(7), json::value(json::array{"lab", 7}), json::value(json::object{}),
        json::value(json::array(1001, "a"))}) {
    EXPECT_THAT(GroupsIn(With("groups", bad), "groups"),
                FailsWith(ErrorCode::IdentityTokenRefused));
  }
}

json::object Notice() {
  return {{"iss", "https://id.example"},
          {"aud", "armillary"},
          {"sub", "ada"},
          {"jti", "j1"},
          {"iat", kNowSeconds - 10},
          {"exp", kNowSeconds + 110},
          {"events", json::object{{kEvent, json::object{}}}}};
}

TEST(LogoutTokenTest, NamesWhoHasLeft) {
  auto notice = CheckLogoutToken(Notice(), Expected());
  ASSERT_THAT(notice, Succeeds());
  EXPECT_EQ(notice->id, "j1");
  EXPECT_THAT(notice->subject, Optional(std::string("ada")));
  json::object by_session = Notice();
  by_session.erase("sub");
  by_session["sid"] = "s1";
  notice = CheckLogoutToken(by_session, Expected());
  ASSERT_THAT(notice, Succeeds());
  EXPECT_EQ(notice->subject, std::nullopt);
  EXPECT_THAT(notice->session, Optional(std::string("s1")));
}

TEST(LogoutTokenTest, IsNews) {
  const auto made = [](std::int64_t at, std::int64_t until) {
    json::object claims = Notice();
    claims["iat"] = at;
    claims["exp"] = until;
    return CheckLogoutToken(claims, Expected());
  };
  EXPECT_THAT(made(kNowSeconds - 600, kNowSeconds + 10), Succeeds());
  EXPECT_THAT(made(kNowSeconds - 630, kNowSeconds + 10),
              FailsWith(ErrorCode::IdentityTokenRefused));
  EXPECT_THAT(made(kNowSeconds - 60, kNowSeconds - 30), FailsWith(ErrorCode::IdentityTokenRefused));
  EXPECT_THAT(made(kNowSeconds + 31, kNowSeconds + 100),
              FailsWith(ErrorCode::IdentityTokenRefused));
}

TEST(LogoutTokenTest, IsNothingElse) {
  json::object signing_in = Notice();
  signing_in["nonce"] = "n";
  EXPECT_THAT(CheckLogoutToken(signing_in, Expected()),
              FailsWithField(ErrorCode::IdentityTokenRefused, "nonce"));
  for (const char* const name : {"events", "jti", "iat", "sub"}) {
    json::object claims = Notice();
    claims.erase(name);
    EXPECT_THAT(CheckLogoutToken(claims, Expected()), FailsWith(ErrorCode::IdentityTokenRefused))
        << name;
  }
  EXPECT_THAT(CheckLogoutToken(Claims(), Expected()), FailsWith(ErrorCode::IdentityTokenRefused));
}

TEST(MachineTokenTest, IsGoodForADayAtMost) {
  EXPECT_THAT(CheckMachineToken(Claims(), Expected()), Succeeds());
  EXPECT_THAT(CheckMachineToken(With("exp", kNowSeconds + 86'400), Expected()), Succeeds());
  EXPECT_THAT(CheckMachineToken(With("exp", kNowSeconds + 86'431), Expected()),
              FailsWithField(ErrorCode::IdentityTokenRefused, "exp"));
  EXPECT_THAT(CheckMachineToken(Without("exp"), Expected()),
              FailsWithField(ErrorCode::IdentityTokenRefused, "exp"));
  EXPECT_THAT(CheckMachineToken(With("aud", "other"), Expected()),
              FailsWithField(ErrorCode::IdentityTokenRefused, "aud"));
}

}  // namespace
}  // namespace armillary::tenancy
