#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/secret.h"
#include "tenancy/grant_store.h"
#include "tenancy/group_map.h"
#include "tenancy/identity_provider.h"
#include "tenancy/pending_sign_in.h"
#include "tenancy/provider_claims.h"
#include "tenancy/session.h"
#include "tenancy/session_start.h"
#include "tenancy/sign_in_service.h"

namespace armillary::tenancy {

// What those stand on who act on the provider's word; all must outlive them.
struct ProviderParts {
  SignInParts core;
  IdentityProvider& provider;
  const GroupMapFile& groups;
  const Log& log;
  MetricsRegistry& metrics;
};

// How people come in by the identity provider: they are sent there with a secret that their browser
// keeps, come back with a code, and get the session of the person whom the provider vouches for,
// who is in each tenant what their groups are mapped to. Thread-safe; calls may wait for the
// provider, never in a transaction.
class ProviderSignIn {
 public:
  ProviderSignIn(const ProviderParts& parts, metadata::SystemScope scope, SessionLimits limits);

  // Where to send the browser, and what it keeps until it comes back.
  struct Begun {
    std::string url;
    Secret kept;
  };
  // `to`: the page to go on with afterwards. Fails as CheckPage, or with
  // IdentityProviderUnavailable.
  Result<Begun> Begin(std::string to);

  // What the browser brings back.
  struct Return {
    std::string_view kept;  // As Begin gave it.
    std::string_view state;
    std::string_view code;
    std::optional<std::string_view> issuer = {};  // RFC 9207.
    bool is_refused = false;                      // The provider said that it let nobody in.
  };
  struct Arrived {
    SignedIn signed_in;
    std::string to;
  };
  // Fails with SignInStateInvalid where the browser did not begin here, IdentityTokenRefused where
  // the provider's word does not hold, IdentityProviderUnavailable, PersonDisabled, QuotaExceeded,
  // or PermissionDenied where no group of the person is mapped to a tenant.
  Result<Arrived> Finish(const Return& back, const Visit& visit);

  // Where the person ends their session at the provider as well; none where it has no such place,
  // or does not vouch for the person. From memory.
  std::optional<std::string> SignOutUrl(const Person& person) const;

 private:
  Result<Vouched> AskWhoCame(const PendingSignIn& pending, const Secret& code,
                             ProviderTokens& tokens);
  Result<Arrived> Enter(const PendingSignIn& pending, const Vouched& vouched,
                        const ProviderTokens& tokens, const Visit& visit);
  Result<void> LeaveAll(const Vouched& vouched, const Visit& visit);

  const ProviderParts parts_;
  const metadata::SystemScope scope_;
  const SessionLimits limits_;
};

// Where the identity token said nothing of groups or has no name, asks the provider who has the
// access token; one that says nothing of groups either says that there are none. Fails with
// IdentityTokenRefused if it is about somebody else.
Result<void> CompleteVouched(IdentityProvider& provider, const Secret& access, Vouched& vouched);

// A refresh token as it is kept for a session, and back.
metadata::Blob SealGrant(const keys::KeyRing& keys, const SessionId& session, const Secret& token);
Result<Secret> OpenGrant(const keys::KeyRing& keys, const IdentityGrant& grant);

}  // namespace armillary::tenancy
