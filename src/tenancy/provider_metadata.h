#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tenancy/provider_settings.h"

namespace armillary::tenancy {

// What a provider says of itself (OpenID Connect Discovery 1.0), as far as we act on it.
struct ProviderMetadata {
  std::string authorization = {};
  std::string token = {};
  std::string keys = {};
  std::optional<std::string> userinfo = {};
  std::optional<std::string> end_session = {};
  bool names_itself = false;  // Answers to the browser have `iss` (RFC 9207).
  bool takes_basic = true;    // Else the client's secret goes with the form.

  bool operator==(const ProviderMetadata&) const = default;
};

// Where it says so.
std::string DiscoveryUrl(const std::string& issuer);

// Fails with IdentityProviderUnavailable unless it is of the issuer itself, letter by letter, with
// endpoints that may be called.
Result<ProviderMetadata> ParseMetadata(std::string_view json, const ProviderSettings& settings);

}  // namespace armillary::tenancy
