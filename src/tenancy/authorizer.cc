#include "tenancy/authorizer.h"

#include <algorithm>
#include <utility>

#include "keys/token_text.h"
#include "tenancy/decision.h"
#include "tenancy/token.h"

namespace armillary::tenancy {
namespace {

constexpr std::string_view kScheme = "bearer ";

bool IsBearer(std::string_view authorization) {
  return authorization.size() > kScheme.size() &&
         std::equal(kScheme.begin(), kScheme.end(), authorization.begin(),
                    [](char expected, char given) {
                      return expected == (given >= 'A' && given <= 'Z' ? given - 'A' + 'a' : given);
                    });
}

}  // namespace

Authorizer::Authorizer(Directory& directory, const keys::KeyRing& keys, const Clock& clock)
    : directory_(directory), keys_(keys), clock_(clock) {}

Result<std::shared_ptr<const Identity>> Authorizer::Authenticate(
    std::string_view authorization) const {
  if (authorization.empty()) {
    return Fail(ErrorCode::Unauthenticated, "no token was sent", "Authorization");
  }
  if (!IsBearer(authorization)) {
    return Fail(ErrorCode::TokenMalformed, "the header is not `Bearer <token>`", "Authorization");
  }
  const auto parts = keys::ParseToken(authorization.substr(kScheme.size()));
  if (!parts) {
    return Fail(parts.error().code, parts.error().message, "Authorization");
  }
  const Digest hash = HashOfToken(keys_, *parts);
  const std::shared_ptr<const TokenRecord> token = directory_.FindToken(parts->id);
  if (token == nullptr || !keys::Equal(token->hash, hash)) {
    return Fail(ErrorCode::TokenUnknown, "no such token", "Authorization");
  }
  if (token->revoked) {
    return Fail(ErrorCode::TokenRevoked, "the token was revoked", "Authorization");
  }
  const TimePoint now = clock_.Now();
  if (token->identity.expires_at <= now) {
    return Fail(ErrorCode::TokenExpired, "the token has expired", "Authorization");
  }
  token->last_used.store(ToMillis(now), std::memory_order_relaxed);
  return std::shared_ptr<const Identity>(token, &token->identity);
}

Result<void> Authorizer::Count(const Identity& who) const {
  if (directory_.TakeRequest(who.tenant->name, clock_.Now())) {
    return {};
  }
  return Fail(ErrorCode::TooManyRequests, "the tenant sends more requests a second than its quota",
              "", "requests_per_second");
}

Result<Access> Authorizer::Authorise(std::shared_ptr<const Identity> who, Permission permission,
                                     const Address& address) const {
  std::shared_ptr<const TenantRecord> tenant =
      directory_.FindTenant(address.tenant.value_or(who->tenant->name));
  if (tenant == nullptr) {
    return Fail(NothingHere());
  }
  ARM_CHECK(CheckTenant(*who, *tenant, permission));
  if (address.environment && !directory_.HasEnvironment(*address.environment)) {
    return Fail(NothingHere());
  }
  EnvironmentName environment = address.environment.value_or(who->environment);
  ARM_TRY(const Reach reach, CheckRole(*who, environment, permission));
  return Access(std::move(who), std::move(tenant), std::move(environment), permission, reach);
}

}  // namespace armillary::tenancy
