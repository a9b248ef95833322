#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/token.h"

namespace armillary::tenancy {

// The rows of tokens. Lives as long as the transaction.
class TokenStore {
 public:
  explicit TokenStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  Result<void> Insert(const metadata::TenantScope& scope, const Token& token, const Digest& hash);

  // A token with what only the directory needs of it.
  struct Found {
    Token token;
    Digest hash;
    PrincipalKind kind;
  };
  Result<std::optional<Found>> Find(const metadata::TenantScope& scope, const TokenId& id);

  Result<void> UpdateRevoked(const metadata::TenantScope& scope, const TokenId& id, TimePoint at);

  // Tokens that are neither revoked nor expired.
  Result<std::int64_t> CountActive(const metadata::TenantScope& scope, TimePoint now);

  // Active tokens of the role operator, with all that the role has, beside `id`.
  Result<std::int64_t> CountOtherOperators(const metadata::TenantScope& scope, const TokenId& id,
                                           TimePoint now);

  // Whether any token that can run the platform is valid.
  Result<bool> HasOperator(const metadata::SystemScope& scope, TimePoint now);

  // Of one principal only, where `owner` is given. The state filters by what it is at `now`.
  Result<Page<Token>> List(const metadata::TenantScope& scope,
                           const std::optional<PrincipalId>& owner, TimePoint now,
                           const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

// The columns of a token `k` and its principal `p`, and what such a row says.
inline constexpr std::string_view kTokenColumns =
    "k.id, k.principal_id, p.name, k.role, k.environment, k.scopes, k.models, k.created_at, "
    "k.created_by, k.expires_at, k.last_used_at, k.revoked_at, k.secret_hash, p.kind";
inline constexpr std::size_t kTokenColumnCount = 14;
Token TokenOf(const metadata::Row& row);
TokenStore::Found FoundTokenOf(const metadata::Row& row);

}  // namespace armillary::tenancy
