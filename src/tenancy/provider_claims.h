#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"

namespace armillary::tenancy {

// What the claims of a token are held against: its signature has been checked.
struct Expectation {
  std::string_view issuer;
  std::string_view audience;
  TimePoint now;
  std::chrono::seconds skew;
};

// Whom an identity token vouches for.
struct Vouched {
  std::string subject = {};
  std::string name = {};  // Never empty, as CheckName wants it: of the subject, where
  bool is_named = false;  // no claim has a better one.
  std::optional<std::string> email = {};
  std::optional<std::string> session = {};              // Of the provider.
  std::optional<std::vector<std::string>> groups = {};  // None where the claim was not there.
};

// All of these fail with IdentityTokenRefused, naming the claim as the field. Pure.

// An identity token (OpenID Connect Core, 3.1.3.7). `nonce`: the one that the sign-in began with,
// none where the token came with a refresh.
Result<Vouched> CheckIdentityToken(const boost::json::object& claims, const Expectation& expected,
                                   const std::optional<std::string>& nonce,
                                   std::string_view groups_claim);

// Takes from claims how somebody is shown, where that is not known yet.
void Describe(const boost::json::object& claims, Vouched& vouched);

// The groups among claims; none where there is no such claim.
Result<std::optional<std::vector<std::string>>> GroupsIn(const boost::json::object& claims,
                                                         std::string_view groups_claim);

// What the provider says of who has left it (OpenID Connect Back-Channel Logout 1.0).
struct LogoutNotice {
  std::string id;
  std::optional<std::string> subject = {};
  std::optional<std::string> session = {};
};
Result<LogoutNotice> CheckLogoutToken(const boost::json::object& claims,
                                      const Expectation& expected);
// How long after its making a notice may come, and how long its id is remembered.
inline constexpr std::chrono::minutes kLogoutAge{10};
inline constexpr std::chrono::minutes kLogoutMemory{30};

// The access token of a machine, which `expected.audience` names.
struct MachineClaims {
  std::string subject;
  TimePoint expires_at;
};
Result<MachineClaims> CheckMachineToken(const boost::json::object& claims,
                                        const Expectation& expected);
inline constexpr std::chrono::hours kLongestMachineToken{24};

// The claim as text of at most 255 bytes without control characters.
Result<std::string> SubjectIn(const boost::json::object& claims);

}  // namespace armillary::tenancy
