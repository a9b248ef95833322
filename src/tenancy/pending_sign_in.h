#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"

namespace armillary::tenancy {

// A sign-in that has gone to the provider and not come back yet. The browser keeps it, sealed: the
// server remembers nothing of who only begins, and nobody else's browser can finish it.
struct PendingSignIn {
  Secret state;     // Comes back in the address.
  Secret nonce;     // Comes back in the identity token.
  Secret verifier;  // Goes with the code; the provider knows its hash (PKCE).
  std::string to;   // The page to go on with.
  TimePoint expires_at{};
};

inline constexpr std::chrono::minutes kPendingLifetime{10};
inline constexpr std::size_t kMostPage = 512;  // Characters of `to`.

PendingSignIn NewPendingSignIn(Random& random, std::string to, TimePoint now);

// Base64url.
Secret SealPending(const keys::KeyRing& keys, const PendingSignIn& pending);
// Fails with SignInStateInvalid for anything else, or once it has expired.
Result<PendingSignIn> OpenPending(const keys::KeyRing& keys, std::string_view sealed,
                                  TimePoint now);

// Takes as long wherever the two differ.
bool IsState(const keys::KeyRing& keys, const PendingSignIn& pending, std::string_view given);

// What the provider is shown of the verifier: BASE64URL(SHA256(verifier)).
std::string ChallengeOf(const PendingSignIn& pending);

// A page of ours, by its path: /ui or below, without `//`, backslash or control characters, so that
// no browser takes it for another host. Fails with InvalidFormat on the field `to`.
Result<void> CheckPage(std::string_view to);

}  // namespace armillary::tenancy
