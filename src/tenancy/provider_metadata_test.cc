#include "tenancy/provider_metadata.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"

namespace armillary::tenancy {
namespace {

namespace json = boost::json;

ProviderSettings Settings() {
  return {.issuer = "https://id.example/realm",
          .client_id = "armillary",
          .address = "https://armillary.example"};
}

json::object Described() {
  return {{"issuer", "https://id.example/realm"},
          {"authorization_endpoint", "https://id.example/auth"},
          {"token_endpoint", "https://id.example/token"},
          {"jwks_uri", "https://keys.example/jwks"}};
}

Result<ProviderMetadata> ParseWith(const std::string& name, json::value value) {
  json::object described = Described();
  described[name] = std::move(value);
  return ParseMetadata(json::serialize(described), Settings());
}

TEST(ProviderMetadataTest, IsFoundBelowTheIssuer) {
  EXPECT_EQ(DiscoveryUrl("https://id.example/realm"),
            "https://id.example/realm/.well-known/openid-configuration");
  EXPECT_EQ(DiscoveryUrl("https://id.example/"),
            "https://id.example/.well-known/openid-configuration");
}

TEST(ProviderMetadataTest, NamesWhereToAsk) {
  const auto found = ParseMetadata(json::serialize(Described()), Settings());
  ASSERT_THAT(found, Succeeds());
  EXPECT_EQ(found->token, "https://id.example/token");
  EXPECT_EQ(found->userinfo, std::nullopt);
  EXPECT_TRUE(found->takes_basic);
  EXPECT_FALSE(found->names_itself);
  EXPECT_FALSE(ParseWith("token_endpoint_auth_methods_supported", json::array{"client_secret_post"})
                   .value()
                   .takes_basic);
  EXPECT_TRUE(
      ParseWith("authorization_response_iss_parameter_supported", true).value().names_itself);
}

TEST(ProviderMetadataTest, IsOfTheIssuerItself) {
  for (const char* const issuer :
       {"https://id.example/realm/", "https://evil.example", "", "https://id.example/REALM"}) {
    EXPECT_THAT(ParseWith("issuer", issuer), FailsWith(ErrorCode::IdentityProviderUnavailable))
        << issuer;
  }
}

TEST(ProviderMetadataTest, LeadsToNoAddressThatMayNotBeCalled) {
  for (const char* const name : {"authorization_endpoint", "token_endpoint", "jwks_uri",
                                 "userinfo_endpoint", "end_session_endpoint"}) {
    for (const char* const url : {"http://id.example/x", "file:///etc/passwd",
                                  "javascript:alert(1)", "https://user:pw@id.example", ""}) {
      EXPECT_THAT(ParseWith(name, url), FailsWith(ErrorCode::IdentityProviderUnavailable))
          << name << " " << url;
    }
  }
  EXPECT_THAT(ParseWith("jwks_uri", 7), FailsWith(ErrorCode::IdentityProviderUnavailable));
}

TEST(ProviderMetadataTest, IsOneObject) {
  for (const char* const text : {"", "[]", "nonsense", "{\"issuer\":1,\"issuer\":2}"}) {
    EXPECT_THAT(ParseMetadata(text, Settings()), FailsWith(ErrorCode::IdentityProviderUnavailable));
  }
}

TEST(ProviderSettingsTest, Work) {
  EXPECT_THAT(CheckSettings(Settings()), Succeeds());
  EXPECT_EQ(Settings().Callback(), "https://armillary.example/api/v1/sign-in/callback");
}

TEST(ProviderSettingsTest, AreRefusedWhereTheyCannotWork) {
  const auto refuses = [](const char* key, const auto& change) {
    ProviderSettings settings = Settings();
    change(settings);
    EXPECT_THAT(CheckSettings(settings), FailsWithField(ErrorCode::ConfigInvalidValue, key)) << key;
  };
  refuses("identity.issuer", [](auto& settings) { settings.issuer = "http://id.example"; });
  refuses("identity.issuer", [](auto& settings) { settings.issuer += "?x"; });
  refuses("identity.address", [](auto& settings) { settings.address += "/path"; });
  refuses("identity.client_id", [](auto& settings) { settings.client_id = ""; });
  refuses("identity.scopes", [](auto& settings) { settings.scopes = "profile"; });
  refuses("identity.groups_claim", [](auto& settings) { settings.groups_claim = "a b"; });
  refuses("identity.audience", [](auto& settings) { settings.audience = "armillary"; });
}

TEST(ProviderSettingsTest, TakeNoAlgorithmWithASharedSecret) {
  EXPECT_EQ(ParseAlgorithms("RS256  ES256").value().size(), 2U);
  for (const char* const bad : {"", " ", "none", "HS256", "RS256 HS256", "rs256"}) {
    EXPECT_THAT(ParseAlgorithms(bad),
                FailsWithField(ErrorCode::ConfigInvalidValue, "identity.algorithms"))
        << bad;
  }
}

}  // namespace
}  // namespace armillary::tenancy
