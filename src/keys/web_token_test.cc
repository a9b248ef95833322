#include "keys/web_token.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "base/encoding.h"
#include "base/testing/result_matchers.h"
#include "keys/testing/test_issuer.h"

namespace armillary::keys {
namespace {

namespace json = boost::json;

constexpr std::array kUsual{Algorithm::Rs256, Algorithm::Es256};
constexpr std::array kAll{Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::Es384};

const json::object& Claims() {
  static const json::object kClaims{{"sub", "ada"}, {"exp", 1}};
  return kClaims;
}

std::string SetOf(const std::vector<json::object>& keys) {
  json::array list(keys.begin(), keys.end());
  return json::serialize(json::object{{"keys", std::move(list)}});
}

// What the server does with a token.
Result<json::object> Check(const std::string& set, const std::string& token,
                           std::span<const Algorithm> allowed = kUsual) {
  ARM_TRY(const IssuerKeys keys, IssuerKeys::Parse(set));
  ARM_TRY(const WebTokenHead head, ReadHead(token, allowed));
  return keys.Verify(token, head);
}

std::string Encoded(const std::string& text) { return ToBase64Url(AsBytes(text)); }

TEST(WebTokenTest, IsReadWhereTheIssuerSignedIt) {
  for (const char* const algorithm : {"RS256", "PS256", "ES256", "ES384"}) {
    const TestIssuer issuer(algorithm);
    const auto claims = Check(issuer.KeySet(), issuer.Sign(Claims()), kAll);
    ASSERT_THAT(claims, Succeeds()) << algorithm;
    EXPECT_EQ(*claims, Claims());
  }
}

TEST(WebTokenTest, IsOfOneAlgorithmAndNoOther) {
  const TestIssuer probabilistic("PS256");
  EXPECT_THAT(Check(probabilistic.KeySet(), probabilistic.Sign(Claims())),
              FailsWith(ErrorCode::InvalidFormat));
  const TestIssuer long_curve("ES384");
  EXPECT_THAT(Check(long_curve.KeySet(), long_curve.Sign(Claims())),
              FailsWith(ErrorCode::InvalidFormat));
}

TEST(WebTokenTest, NeedsASignature) {
  const TestIssuer issuer;
  const std::string payload = Encoded(json::serialize(Claims()));
  for (const char* const name : {"none", "None", "NONE", "nOnE", "", "HS256", "RS1"}) {
    const std::string header = Encoded(json::serialize(json::object{{"alg", name}, {"kid", "k1"}}));
    for (const std::string& signature : {std::string(), std::string("AAAA")}) {
      EXPECT_THAT(Check(issuer.KeySet(), header + "." + payload + "." + signature),
                  FailsWith(ErrorCode::InvalidFormat))
          << name;
    }
  }
}

TEST(WebTokenTest, IsNeverSignedWithAPublicKey) {
  const TestIssuer issuer;
  const std::string shown = json::serialize(issuer.PublicJwk());
  for (const std::string& secret : {shown, issuer.KeySet(), std::string("n")}) {
    const TestIssuer attacker("HS256", "k1", secret);
    EXPECT_THAT(Check(issuer.KeySet(), attacker.Sign(Claims())),
                FailsWith(ErrorCode::InvalidFormat));
  }
  // Even where the set itself has a key for it, and the header calls it something else.
  const json::object shared{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "k1"}};
  EXPECT_EQ(IssuerKeys::Parse(SetOf({shared})).value().Size(), 0U);
}

TEST(WebTokenTest, FitsTheKeyThatItNames) {
  const TestIssuer one("RS256", "one");
  const TestIssuer two("RS256", "two");
  const std::string both = SetOf({one.PublicJwk(), two.PublicJwk()});
  EXPECT_THAT(Check(both, one.Sign(Claims())), Succeeds());
  EXPECT_THAT(Check(both, two.Sign(Claims())), Succeeds());
  EXPECT_THAT(Check(both, one.Sign(Claims(), {{"kid", "two"}})),
              FailsWith(ErrorCode::SignatureInvalid));
  EXPECT_THAT(Check(one.KeySet(), two.Sign(Claims())), FailsWith(ErrorCode::SignatureInvalid));
}

TEST(WebTokenTest, HasAKeyIdThatIsComparedAndNothingElse) {
  for (const char* const id : {"../../../etc/passwd", "' OR '1'='1", "k1; DROP TABLE people",
                               "http://evil.example/jwks", "/dev/null", ""}) {
    const TestIssuer issuer("ES256", id);
    EXPECT_THAT(Check(issuer.KeySet(), issuer.Sign(Claims())), Succeeds()) << id;
    const TestIssuer other("ES256", "k1");
    EXPECT_THAT(Check(other.KeySet(), issuer.Sign(Claims())),
                FailsWith(ErrorCode::SignatureInvalid))
        << id;
  }
  const TestIssuer issuer("ES256");
  EXPECT_THAT(ReadHead(issuer.Sign(Claims(), {{"kid", json::array{7}}}), kUsual),
              FailsWith(ErrorCode::InvalidFormat));
  EXPECT_THAT(ReadHead(issuer.Sign(Claims(), {{"kid", std::string(257, 'k')}}), kUsual),
              FailsWith(ErrorCode::InvalidFormat));
}

TEST(WebTokenTest, BringsNoKeyOfItsOwn) {
  const TestIssuer issuer("ES256");
  const TestIssuer attacker("ES256");
  const std::string token =
      attacker.Sign(Claims(), {{"jwk", attacker.PublicJwk()}, {"jku", "https://evil.example"}});
  EXPECT_THAT(Check(issuer.KeySet(), token), FailsWith(ErrorCode::SignatureInvalid));
}

TEST(WebTokenTest, AsksForNoExtension) {
  const TestIssuer issuer("ES256");
  const json::object critical{{"crit", json::array{"exp"}}};
  EXPECT_THAT(Check(issuer.KeySet(), issuer.Sign(Claims(), critical)),
              FailsWith(ErrorCode::InvalidFormat));
}

TEST(WebTokenTest, WithoutAKeyIdNeedsTheOnlyKey) {
  const TestIssuer one("ES256");
  const TestIssuer two("ES256");
  const std::string payload = one.Sign(Claims());
  const WebTokenHead nameless{.algorithm = Algorithm::Es256};
  const auto alone = IssuerKeys::Parse(one.KeySet());
  EXPECT_TRUE(alone.value().Know(nameless));
  EXPECT_THAT(alone.value().Verify(payload, nameless), Succeeds());
  const auto both = IssuerKeys::Parse(SetOf({one.PublicJwk(), two.PublicJwk()}));
  EXPECT_FALSE(both.value().Know(nameless));
  EXPECT_THAT(both.value().Verify(payload, nameless), FailsWith(ErrorCode::SignatureInvalid));
}

TEST(WebTokenTest, IsRefusedWhereAByteDiffers) {
  const TestIssuer issuer("ES256");
  const std::string token = issuer.Sign(Claims());
  const auto keys = IssuerKeys::Parse(issuer.KeySet());
  const auto head = ReadHead(token, kUsual);
  ASSERT_THAT(head, Succeeds());
  for (std::size_t i = 0; i + 1 < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(keys.value().Verify(changed, *head)) << i;
  }
}

TEST(WebTokenTest, HasThreePartsOfBoundedLength) {
  const TestIssuer issuer("ES256");
  const std::string token = issuer.Sign(Claims());
  const auto dot = token.rfind('.');
  for (const std::string& bad :
       {std::string(), std::string("."), std::string(".."), token.substr(0, dot), token + ".",
        token.substr(0, dot + 1), token + ".AAAA", "=" + token, " " + token,
        std::string(kMostWebToken + 1, 'a')}) {
    EXPECT_THAT(ReadHead(bad, kUsual), FailsWith(ErrorCode::InvalidFormat)) << bad.substr(0, 40);
  }
  const std::string twice = Encoded(R"({"alg":"none","alg":"ES256","kid":"k1"})");
  EXPECT_THAT(ReadHead(twice + token.substr(token.find('.')), kUsual),
              FailsWith(ErrorCode::InvalidFormat));
}

TEST(WebTokenTest, SaysItsTypeInOneForm) {
  const TestIssuer issuer("ES256");
  const auto type_of = [&](const char* type) {
    return ReadHead(issuer.Sign(Claims(), {{"typ", type}}), kUsual).value().type;
  };
  EXPECT_EQ(type_of("application/at+JWT"), "at+jwt");
  EXPECT_EQ(type_of("logout+jwt"), "logout+jwt");
  EXPECT_EQ(ReadHead(issuer.Sign(Claims()), kUsual).value().type, "");
}

TEST(IssuerKeysTest, LeaveOutWhatChecksNoSignatures) {
  const json::object good = TestIssuer("RS256").PublicJwk();
  const auto with = [&](std::string_view name, const json::value& value) {
    json::object changed = good;
    changed[name] = value;
    return changed;
  };
  const auto size_of = [](const json::object& key) {
    return IssuerKeys::Parse(SetOf({key})).value().Size();
  };
  EXPECT_EQ(size_of(good), 1U);
  EXPECT_EQ(size_of(with("use", "sig")), 1U);
  EXPECT_EQ(size_of(with("key_ops", json::array{"verify"})), 1U);
  EXPECT_EQ(size_of(with("use", "enc")), 0U);
  EXPECT_EQ(size_of(with("key_ops", json::array{"encrypt"})), 0U);
  EXPECT_EQ(size_of(with("kty", "OKP")), 0U);
  EXPECT_EQ(size_of(with("n", "AQAB")), 0U);
  EXPECT_EQ(
      size_of(with("n", json::string(ToBase64Url(std::vector<std::byte>(2048, std::byte{1}))))),
      0U);
  EXPECT_EQ(size_of(with("n", 7)), 0U);
}

TEST(IssuerKeysTest, AreBoundedInNumber) {
  const json::object key = TestIssuer("ES256").PublicJwk();
  EXPECT_EQ(IssuerKeys::Parse(SetOf(std::vector(kMostIssuerKeys, key))).value().Size(),
            kMostIssuerKeys);
  EXPECT_THAT(IssuerKeys::Parse(SetOf(std::vector(kMostIssuerKeys + 1, key))),
              FailsWith(ErrorCode::TooLong));
}

TEST(IssuerKeysTest, AreASetOfKeys) {
  for (const char* const bad : {"", "[]", "{}", R"({"keys":{}})", "nonsense"}) {
    EXPECT_THAT(IssuerKeys::Parse(bad), FailsWith(ErrorCode::InvalidFormat)) << bad;
  }
  EXPECT_EQ(IssuerKeys::Parse(R"({"keys":[7,{},"x",{"kty":"EC"}]})").value().Size(), 0U);
}

TEST(IssuerKeysTest, UseAKeyForItsOwnAlgorithmOnly) {
  const TestIssuer issuer("RS256");
  json::object key = issuer.PublicJwk();
  key["alg"] = "PS256";
  EXPECT_THAT(Check(SetOf({key}), issuer.Sign(Claims())), FailsWith(ErrorCode::SignatureInvalid));
  key["alg"] = "RS256";
  EXPECT_THAT(Check(SetOf({key}), issuer.Sign(Claims())), Succeeds());
}

}  // namespace
}  // namespace armillary::keys
