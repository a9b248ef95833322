#include "tenancy/token.h"

#include <array>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/names.h"

namespace armillary::tenancy {
namespace {

Result<void> CheckModels(const std::vector<std::string>& models) {
  if (models.empty()) {
    return Fail(ErrorCode::TooShort, "a caller's token names at least one model", "models",
                "at least 1 item");
  }
  if (models.size() > kMostTokenModels) {
    return Fail(ErrorCode::TooLong, "the token names too many models", "models",
                "at most 100 items");
  }
  for (std::size_t i = 0; i < models.size(); ++i) {
    ARM_CHECK(CheckName(models[i], "models/" + std::to_string(i)));
  }
  return {};
}

}  // namespace

std::string_view NameOf(TokenState state) {
  static constexpr std::array<std::string_view, 3> kNames{"active", "expired", "revoked"};
  return kNames.at(static_cast<std::size_t>(state));
}

TokenState Token::StateAt(TimePoint now) const {
  if (revoked_at) {
    return TokenState::Revoked;
  }
  return expires_at <= now ? TokenState::Expired : TokenState::Active;
}

Digest HashOfToken(const keys::KeyRing& keys, const keys::TokenParts& parts) {
  const Secret text("token:" + parts.id.value + ":" + parts.secret.Reveal());
  return keys.KeyedHash(AsBytes(text.Reveal()));
}

Result<void> CheckTokenDraft(const TokenDraft& draft, Role role) {
  const std::chrono::seconds lifetime = draft.lifetime.value_or(kTokenLifetime);
  if (lifetime < std::chrono::seconds(1) || lifetime > kLongestTokenLifetime) {
    return Fail(ErrorCode::OutOfRange, "a token lives from a second to a year",
                "expires_in_seconds", "1 to 31536000");
  }
  if (draft.scopes && draft.scopes->empty()) {
    return Fail(ErrorCode::TooShort, "scopes name at least one permission", "scopes",
                "at least 1 item");
  }
  if (role == Role::Caller) {
    if (!draft.models) {
      return Fail(ErrorCode::MissingField, "a caller's token names its models", "models");
    }
    return CheckModels(*draft.models);
  }
  if (draft.models) {
    return Fail(ErrorCode::UnknownField, "only a caller's token names models", "models");
  }
  return {};
}

std::vector<Permission> CanWith(const Access& access, const Token& token, TimePoint now) {
  const Reach reach = ReachOf(access.Who().role, Permission::TokensRevoke);
  const bool is_own = token.principal == access.Who().principal;
  if (token.StateAt(now) == TokenState::Active && access.Could(Permission::TokensRevoke) &&
      (reach != Reach::Own || is_own)) {
    return {Permission::TokensRevoke};
  }
  return {};
}

}  // namespace armillary::tenancy
