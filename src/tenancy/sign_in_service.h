#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/session.h"
#include "tenancy/session_start.h"
#include "tenancy/sign_in_link.h"

namespace armillary::tenancy {

// What a SignInService stands on; all must outlive it.
struct SignInParts {
  metadata::Database& database;
  Directory& directory;
  const keys::KeyRing& keys;
  const Clock& clock;
  Random& random;
};

// How people come in without an identity provider: by a one-time link, which a token makes for its
// own principal. Thread-safe.
class SignInService {
 public:
  // Whoever redeems a code has no tenant yet: hence the right to all of them.
  SignInService(const SignInParts& parts, metadata::SystemScope scope, SessionLimits limits);

  // SignInLinksCreate. A link buys nothing that its maker does not hold itself: its session ends no
  // later, and fails with PermissionDenied where the maker is a service account, or a token that is
  // less than its principal: with scopes, of a lower role, or of another environment than research.
  // Fails with SecretShownOnce (naming the id, for a retry).
  Result<NewSignInLink> Create(const Access& access, const Call& call);

  // Uses the link up: of many that redeem one code, one signs in. The person is made with the first
  // sign-in as the principal; beyond kMostSessions the oldest session ends. In effect at once in
  // this process, within a second in others. A session of whom an identity provider vouches for
  // lasts `without_refresh`, because nobody asks it again. Fails with SignInCodeInvalid or
  // PersonDisabled.
  Result<SignedIn> Redeem(const Secret& code, const Visit& visit);

 private:
  const SignInParts parts_;
  const metadata::SystemScope scope_;
  const SessionLimits limits_;
};

}  // namespace armillary::tenancy
