#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "keys/token_text.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

enum class TokenState : std::uint8_t { Active, Expired, Revoked };

std::string_view NameOf(TokenState state);

// The right to act for a principal, in one environment, until it expires or is revoked.
struct Token {
  TokenId id = {};
  PrincipalId principal = {};
  std::string principal_name = {};
  Role role = Role::Caller;
  EnvironmentName environment = {};
  std::optional<std::set<Permission>> scopes = {};  // None: all that the role has.
  std::set<std::string> models = {};                // Of a caller only.
  TimePoint created_at = {};
  PrincipalId created_by = {};
  TimePoint expires_at = {};
  std::optional<TimePoint> last_used_at = {};  // To about a minute.
  std::optional<TimePoint> revoked_at = {};

  TokenState StateAt(TimePoint now) const;
  bool operator==(const Token&) const = default;
};

// A token and the only sight of its secret.
struct NewToken {
  Token token;
  Secret text;
};

struct TokenDraft {
  // The name of the owner. None: the principal that asks, or, where an operator asks in another
  // tenant, a new service account of the token's role.
  std::optional<std::string> principal = {};
  std::optional<Role> role = {};                    // None: the owner's.
  std::optional<EnvironmentName> environment = {};  // None: research.
  std::optional<std::set<Permission>> scopes = {};
  std::optional<std::vector<std::string>> models = {};
  // None: 90 days, or until the asking token ends where that bounds it.
  std::optional<std::chrono::seconds> lifetime = {};
};

inline constexpr std::chrono::seconds kTokenLifetime{7'776'000};
inline constexpr std::chrono::seconds kLongestTokenLifetime{31'536'000};
inline constexpr std::size_t kMostTokenModels = 100;

// What is kept of a token's secret.
Digest HashOfToken(const keys::KeyRing& keys, const keys::TokenParts& parts);

// Fails with MissingField if a caller's token names no model, UnknownField if another one does,
// TooShort, TooLong, InvalidName, OutOfRange.
Result<void> CheckTokenDraft(const TokenDraft& draft, Role role);

// What the principal behind `access` may do with `token` now.
std::vector<Permission> CanWith(const Access& access, const Token& token, TimePoint now);

}  // namespace armillary::tenancy
