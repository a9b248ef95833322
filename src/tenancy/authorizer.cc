#include "tenancy/authorizer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "keys/token_text.h"
#include "tenancy/decision.h"
#include "tenancy/environment.h"
#include "tenancy/machine_tokens.h"
#include "tenancy/token.h"

namespace armillary::tenancy {
namespace {

constexpr std::string_view kScheme = "bearer ";
constexpr std::string_view kWebTokenBegin = "eyJ";  // {" in base64url.

bool IsBearer(std::string_view authorization) {
  return authorization.size() > kScheme.size() &&
         std::equal(kScheme.begin(), kScheme.end(), authorization.begin(),
                    [](char expected, char given) {
                      return expected == (given >= 'A' && given <= 'Z' ? given - 'A' + 'a' : given);
                    });
}

tl::unexpected<Error> NoSuchSession() {
  return Fail(ErrorCode::SessionUnknown, "no such session", "Cookie");
}

Result<void> CheckLive(const TokenRecord& token, TimePoint now) {
  if (token.revoked) {
    return Fail(ErrorCode::TokenRevoked, "the token was revoked", "Authorization");
  }
  if (token.identity.expires_at <= now) {
    return Fail(ErrorCode::TokenExpired, "the token has expired", "Authorization");
  }
  return {};
}

// The tenant in the address, the house, the others.
std::vector<const Membership*> InOrder(const std::vector<Membership>& memberships,
                                       const Address& address) {
  std::vector<const Membership*> order;
  order.reserve(memberships.size());
  for (const Membership& membership : memberships) {
    if (membership.kind == PrincipalKind::User) {
      order.push_back(&membership);
    }
  }
  const auto to_front = [&](std::string_view name) {
    std::ranges::stable_partition(
        order, [&](const Membership* membership) { return membership->tenant.value == name; });
  };
  to_front(kHouse);
  if (address.tenant) {
    to_front(address.tenant->value);
  }
  return order;
}

}  // namespace

Authorizer::Authorizer(Directory& directory, const keys::KeyRing& keys, const Clock& clock,
                       std::chrono::milliseconds idle, MachineTokens* machines)
    : directory_(directory), keys_(keys), clock_(clock), idle_(idle), machines_(machines) {}

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
  const TimePoint now = clock_.Now();
  ARM_CHECK(CheckLive(*token, now));
  ARM_CHECK(CheckVouched(token->identity.principal));
  token->last_used.store(ToMillis(now), std::memory_order_relaxed);
  return std::shared_ptr<const Identity>(token, &token->identity);
}

Result<void> Authorizer::CheckVouched(const PrincipalId& principal) const {
  const auto person = directory_.People().FindPersonOf(principal);
  if (person == nullptr || !(person->person.disabled_at || person->person.withdrawn_at)) {
    return {};
  }
  Error error{.code = ErrorCode::PersonDisabled,
              .message = "nobody vouches for the person of this token",
              .field = "Authorization"};
  if (!person->person.disabled_at) {
    error.next_step = "Sign in with a browser again; the token is good from then on.";
  }
  return Fail(std::move(error));
}

Result<std::shared_ptr<const Identity>> Authorizer::Authenticate(std::string_view authorization,
                                                                 const Address& address) const {
  const bool is_web_token = machines_ != nullptr && IsBearer(authorization) &&
                            authorization.substr(kScheme.size()).starts_with(kWebTokenBegin);
  if (!is_web_token) {
    return Authenticate(authorization);
  }
  return machines_->Find(authorization.substr(kScheme.size()), address);
}

Result<void> Authorizer::CheckAwake(const SessionRecord& session) const {
  const TimePoint idle_end = FromMillis(session.seen.load(std::memory_order_relaxed)) + idle_;
  if (session.session.ended_at || std::min(session.session.ends_at, idle_end) <= clock_.Now()) {
    return Fail(ErrorCode::SessionEnded, "the session has ended", "Cookie");
  }
  return {};
}

std::shared_ptr<const Identity> Authorizer::IdentityAs(const Membership& membership,
                                                       const Session& session,
                                                       const Address& address) const {
  auto tenant = directory_.FindTenant(membership.tenant);
  if (tenant == nullptr) {
    return nullptr;
  }
  return std::make_shared<const Identity>(
      Identity{.principal = membership.principal,
               .principal_name = membership.principal_name,
               .kind = PrincipalKind::User,
               .token = {session.id.value},
               .person = session.person,
               .session = session.id,
               .tenant = std::move(tenant),
               .environment = address.environment.value_or(EnvironmentName{std::string(kResearch)}),
               .role = membership.role,
               .expires_at = session.ends_at});
}

bool Authorizer::MayDo(const Identity& who, Permission permission, const Address& address) const {
  const auto tenant = directory_.FindTenant(address.tenant.value_or(who.tenant->name));
  return tenant != nullptr && WouldAllow(who, *tenant, who.environment, permission);
}

Result<std::shared_ptr<const PersonRecord>> Authorizer::FindPerson(
    const SessionRecord& session) const {
  ARM_CHECK(CheckAwake(session));
  auto person = directory_.People().FindPerson(session.session.person);
  if (person == nullptr) {
    return NoSuchSession();
  }
  if (person->person.disabled_at) {
    return Fail(ErrorCode::PersonDisabled, "this person may not sign in any more", "Cookie");
  }
  return person;
}

Result<std::shared_ptr<const Identity>> Authorizer::AuthenticateSession(
    const SessionProof& proof, Permission permission, const Address& address) const {
  const Digest hash = HashOfSession(keys_, proof);
  const auto session = directory_.People().FindSession(proof.id);
  if (session == nullptr || !keys::Equal(session->hash, hash)) {
    return NoSuchSession();
  }
  ARM_TRY(const auto person, FindPerson(*session));
  session->seen.store(ToMillis(clock_.Now()), std::memory_order_relaxed);
  return AsMember(*person, session->session, permission, address);
}

Result<std::shared_ptr<const Identity>> Authorizer::AsMember(const PersonRecord& person,
                                                             const Session& session,
                                                             Permission permission,
                                                             const Address& address) const {
  std::shared_ptr<const Identity> first;
  for (const Membership* const membership : InOrder(person.memberships, address)) {
    auto who = IdentityAs(*membership, session, address);
    if (who != nullptr && MayDo(*who, permission, address)) {
      return who;
    }
    if (first == nullptr) {
      first = std::move(who);
    }
  }
  if (first == nullptr) {
    return Fail(ErrorCode::PermissionDenied, "no tenant has let this person in");
  }
  return first;
}

bool Authorizer::ProvesPage(const SessionProof& proof, std::string_view given) const {
  return IsCsrfToken(keys_, proof, given);
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

Result<std::shared_ptr<const Identity>> Authorizer::FindAgain(const Identity& who,
                                                              Permission permission,
                                                              const Address& address) const {
  if (who.session) {
    const auto session = directory_.People().FindSession(*who.session);
    if (session == nullptr) {
      return NoSuchSession();
    }
    ARM_TRY(const auto person, FindPerson(*session));
    return AsMember(*person, session->session, permission, address);
  }
  const std::shared_ptr<const TokenRecord> token = directory_.FindToken(who.token);
  if (token == nullptr) {
    return Fail(ErrorCode::TokenUnknown, "no such token", "Authorization");
  }
  ARM_CHECK(CheckLive(*token, clock_.Now()));
  ARM_CHECK(CheckVouched(token->identity.principal));
  return std::shared_ptr<const Identity>(token, &token->identity);
}

Result<Access> Authorizer::AuthoriseAgain(const Identity& who, Permission permission,
                                          const Address& address) const {
  ARM_TRY(auto present, FindAgain(who, permission, address));
  return Authorise(std::move(present), permission, address);
}

}  // namespace armillary::tenancy
