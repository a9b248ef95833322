#include "tenancy/provider_metadata.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "base/json.h"
#include "outbound/address_rule.h"

namespace armillary::tenancy {
namespace {

namespace json = boost::json;

tl::unexpected<Error> RefuseDescription(std::string message) {
  return Fail(ErrorCode::IdentityProviderUnavailable, std::move(message));
}

std::optional<std::string> MemberText(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  const auto* const text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::nullopt : std::optional(std::string(*text));
}

Result<std::optional<std::string>> EndpointIn(const json::object& object, std::string_view name) {
  auto url = MemberText(object, name);
  if (url && !outbound::CheckUrl(*url)) {
    return RefuseDescription("the provider's " + std::string(name) +
                             " is no address that may be called");
  }
  return url;
}

Result<std::string> RequiredEndpoint(const json::object& object, std::string_view name) {
  ARM_TRY(auto url, EndpointIn(object, name));
  if (!url) {
    return RefuseDescription("the provider names no " + std::string(name));
  }
  return *std::move(url);
}

// Basic is what every provider takes that says nothing.
bool TakesBasic(const json::object& object) {
  const auto* const found = object.if_contains("token_endpoint_auth_methods_supported");
  const auto* const methods = found == nullptr ? nullptr : found->if_array();
  if (methods == nullptr) {
    return true;
  }
  for (const json::value& method : *methods) {
    if (method.is_string() && method.as_string() == "client_secret_basic") {
      return true;
    }
  }
  return false;
}

bool IsTrueIn(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  return found != nullptr && found->is_bool() && found->as_bool();
}

}  // namespace

std::string DiscoveryUrl(const std::string& issuer) {
  const std::string_view base(issuer);
  const std::size_t length = base.ends_with('/') ? base.size() - 1 : base.size();
  return std::string(base.substr(0, length)) + "/.well-known/openid-configuration";
}

Result<ProviderMetadata> ParseMetadata(std::string_view text, const ProviderSettings& settings) {
  const auto value = ParseJson(text);
  if (!value || !value->is_object()) {
    return RefuseDescription("the provider's description of itself is no JSON object");
  }
  const json::object& object = value->as_object();
  if (MemberText(object, "issuer") != settings.issuer) {
    return RefuseDescription("the provider calls itself another issuer than identity.issuer");
  }
  ProviderMetadata metadata;
  ARM_TRY(metadata.authorization, RequiredEndpoint(object, "authorization_endpoint"));
  ARM_TRY(metadata.token, RequiredEndpoint(object, "token_endpoint"));
  ARM_TRY(metadata.keys, RequiredEndpoint(object, "jwks_uri"));
  ARM_TRY(metadata.userinfo, EndpointIn(object, "userinfo_endpoint"));
  ARM_TRY(metadata.end_session, EndpointIn(object, "end_session_endpoint"));
  metadata.names_itself = IsTrueIn(object, "authorization_response_iss_parameter_supported");
  metadata.takes_basic = TakesBasic(object);
  return metadata;
}

}  // namespace armillary::tenancy
