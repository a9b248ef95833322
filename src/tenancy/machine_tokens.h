#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/guarded.h"
#include "base/result.h"
#include "keys/web_token.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/identity_provider.h"
#include "tenancy/provider_claims.h"

namespace armillary::tenancy {

// The access tokens that the identity provider gives machines, with `identity.audience` as their
// audience. Who shows one is the service account that a tenant lets its subject in as.
//
// Looks at memory alone: the keys of the provider, the directory, and the tokens that it has
// checked lately, as long as the keys stay the same. Thread-safe.
class MachineTokens {
 public:
  static constexpr std::size_t kMostRemembered = 4'096;

  // All must outlive this.
  MachineTokens(IdentityProvider& provider, const Directory& directory, const Clock& clock);

  // Fails with IdentityTokenRefused, also where the address names no tenant (which a token of the
  // provider cannot), or one that lets nobody in by this subject; with IdentityProviderUnavailable
  // as long as the provider's keys are not known.
  Result<std::shared_ptr<const Identity>> Find(std::string_view token, const Address& address);

 private:
  struct Checked {
    MachineClaims claims;
    std::shared_ptr<const keys::IssuerKeys> keys;  // By which.
  };
  using Memory = std::map<Digest, Checked>;

  Result<MachineClaims> Check(std::string_view token, const Digest& hash, TimePoint now);

  IdentityProvider& provider_;
  const Directory& directory_;
  const Clock& clock_;
  Guarded<Memory> memory_;
};

}  // namespace armillary::tenancy
