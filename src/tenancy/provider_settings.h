#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "keys/web_token.h"

namespace armillary::tenancy {

// The identity provider that vouches for people here, and how far it is believed.
struct ProviderSettings {
  std::string issuer = {};
  std::string client_id = {};
  std::optional<Secret> client_secret = {};  // None: a public client, by PKCE alone.
  std::string address = {};                  // Where people reach this server, without a path.
  std::string scopes = "openid profile email";
  std::string groups_claim = "groups";
  std::vector<keys::Algorithm> algorithms = {keys::Algorithm::Rs256, keys::Algorithm::Es256};
  std::string audience = {};  // Of the tokens of machines; empty: none are taken.
  std::chrono::seconds skew{30};
  std::chrono::milliseconds refresh{45'000};           // How often a session asks again.
  std::chrono::milliseconds without_refresh{900'000};  // How long one lasts that cannot.
  std::size_t calls = 4;  // Of people who sign in, to the provider, at once.

  // Where the provider sends people back to.
  std::string Callback() const { return address + "/api/v1/sign-in/callback"; }
};

// Fails with ConfigInvalidValue on `identity.*` for what cannot work.
Result<void> CheckSettings(const ProviderSettings& settings);

// Names of algorithms, apart by spaces. Fails with ConfigInvalidValue on identity.algorithms.
Result<std::vector<keys::Algorithm>> ParseAlgorithms(std::string_view names);

}  // namespace armillary::tenancy
