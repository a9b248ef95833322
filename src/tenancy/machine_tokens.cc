#include "tenancy/machine_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tenancy/environment.h"

namespace armillary::tenancy {
namespace {

constexpr std::size_t kNameDigits = 16;

tl::unexpected<Error> RefuseMachineToken(std::string message, std::string rule = {}) {
  return Fail(ErrorCode::IdentityTokenRefused, std::move(message), "Authorization",
              std::move(rule));
}

const Membership* FindMembership(const PersonRecord& person, const TenantName& tenant) {
  const auto found = std::ranges::find_if(person.memberships, [&](const Membership& membership) {
    return membership.tenant == tenant && membership.kind == PrincipalKind::Service;
  });
  return found == person.memberships.end() ? nullptr : &*found;
}

}  // namespace

MachineTokens::MachineTokens(IdentityProvider& provider, const Directory& directory,
                             const Clock& clock)
    : provider_(provider), directory_(directory), clock_(clock) {}

Result<MachineClaims> MachineTokens::Check(std::string_view token, const Digest& hash,
                                           TimePoint now) {
  const auto known = memory_.With([&](const Memory& memory) {
    const auto found = memory.find(hash);
    return found == memory.end() ? std::nullopt : std::optional(found->second);
  });
  const ProviderSettings& settings = provider_.Settings();
  if (known && known->keys == provider_.KnownKeys() &&
      now < known->claims.expires_at + settings.skew) {
    return known->claims;
  }
  ARM_TRY(auto remembered, provider_.VerifyFromMemory(token));
  const std::string& type = remembered.token.type;
  if (!type.empty() && type != "jwt" && type != "at+jwt") {
    return RefuseMachineToken("the token is of another type");
  }
  ARM_TRY(auto claims, CheckMachineToken(remembered.token.claims, {.issuer = settings.issuer,
                                                                   .audience = settings.audience,
                                                                   .now = now,
                                                                   .skew = settings.skew}));
  memory_.With([&](Memory& memory) {
    if (memory.size() >= kMostRemembered) {
      memory.clear();
    }
    memory.insert_or_assign(hash, Checked{claims, std::move(remembered.keys)});
  });
  return claims;
}

Result<std::shared_ptr<const Identity>> MachineTokens::Find(std::string_view token,
                                                            const Address& address) {
  if (provider_.Settings().audience.empty()) {
    return RefuseMachineToken("no tokens of machines are taken here", "identity.audience is set");
  }
  const Digest hash = Sha256(token);
  ARM_TRY(const MachineClaims claims, Check(token, hash, clock_.Now()));
  if (!address.tenant) {
    return RefuseMachineToken("a token of the identity provider is of no tenant",
                              "/t/{tenant} in the path");
  }
  const auto person =
      directory_.People().FindBySubject(provider_.Settings().issuer, claims.subject);
  const Membership* const membership =
      person == nullptr ? nullptr : FindMembership(*person, *address.tenant);
  auto tenant = membership == nullptr ? nullptr : directory_.FindTenant(membership->tenant);
  if (tenant == nullptr) {
    return RefuseMachineToken(
        "no service account is let in by the subject of the token in this tenant");
  }
  if (person->person.disabled_at) {
    return Fail(ErrorCode::PersonDisabled, "this machine may not come in any more",
                "Authorization");
  }
  return std::make_shared<const Identity>(
      Identity{.principal = membership->principal,
               .principal_name = membership->principal_name,
               .kind = PrincipalKind::Service,
               .token = {hash.ToHex().substr(0, kNameDigits)},
               .person = person->person.id,
               .tenant = std::move(tenant),
               .environment = address.environment.value_or(EnvironmentName{std::string(kResearch)}),
               .role = membership->role,
               .models = membership->models,
               .expires_at = claims.expires_at});
}

}  // namespace armillary::tenancy
