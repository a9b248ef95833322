#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/random.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

using SignInLinkId = Id<struct SignInLinkTag>;

// The right to sign in once as a principal, by whoever holds its code.
struct SignInLink {
  SignInLinkId id = {};
  PrincipalId principal = {};
  TimePoint created_at = {};
  TimePoint expires_at = {};
  TimePoint session_ends_by = {};  // What made the link buys no longer right than it is itself.
  std::optional<TimePoint> used_at = {};

  bool operator==(const SignInLink&) const = default;
};

// A link and the only sight of its code.
struct NewSignInLink {
  SignInLink link;
  Secret code;
};

inline constexpr std::chrono::minutes kLinkLifetime{5};

// 22 base-62 characters of 128 random bits.
Secret NewSignInCode(Random& random);

// What is kept of a code. Who does not hold the key cannot choose any bit of it.
Digest HashOfCode(const keys::KeyRing& keys, const Secret& code);
// The first 64 bits of the hash: enough to find the link, which is then compared whole.
SignInLinkId LinkOfHash(const Digest& hash);

}  // namespace armillary::tenancy
