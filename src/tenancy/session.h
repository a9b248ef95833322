#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "tenancy/person.h"

namespace armillary::tenancy {

using SessionId = Id<struct SessionTag>;

// That a person is signed in, in one browser, until it ends.
struct Session {
  SessionId id = {};
  PersonId person = {};
  TimePoint created_at = {};
  TimePoint seen_at = {};  // To about a minute.
  TimePoint ends_at = {};  // At the latest.
  std::optional<TimePoint> ended_at = {};
  std::string user_agent = {};      // What the browser calls itself.
  std::string remote_address = {};  // From where it signed in.

  bool operator==(const Session&) const = default;
};

struct SessionLimits {
  std::chrono::milliseconds idle = std::chrono::hours(12);  // Without a request.
  std::chrono::milliseconds longest = std::chrono::hours(168);
  // Of whom an identity provider vouches for, where it is not asked again.
  std::chrono::milliseconds without_refresh = std::chrono::minutes(15);
};

// Of one person; a further sign-in ends the oldest.
inline constexpr std::size_t kMostSessions = 20;
inline constexpr std::size_t kMostUserAgent = 256;

// What a browser shows of its session: which one it is, and the proof that it was given it.
struct SessionProof {
  SessionId id;
  Secret secret;
};

// arm_<id>.<secret>, the value of the cookie, 64 characters: the id as NewId makes it, the secret
// of 192 random bits, and the beginning of all our secrets, by which one is known.
SessionProof NewSessionProof(const Clock& clock, Random& random);
Secret TextOf(const SessionProof& proof);
// Fails with SessionUnknown for what TextOf cannot have made; the error does not repeat the text.
Result<SessionProof> ParseSession(std::string_view text);

// What is kept of a session's secret.
Digest HashOfSession(const keys::KeyRing& keys, const SessionProof& proof);

// What a page proves with that it was served by us: it can be had only with the session's cookie,
// which a page of another origin cannot read. 64 hexadecimal digits.
Secret CsrfTokenOf(const keys::KeyRing& keys, const SessionProof& proof);
bool IsCsrfToken(const keys::KeyRing& keys, const SessionProof& proof, std::string_view given);

// A header's value in a form that may be kept: printable ASCII, at most kMostUserAgent of it.
std::string KeptUserAgent(std::string_view sent);

}  // namespace armillary::tenancy
