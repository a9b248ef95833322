#include "tenancy/decision.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace armillary::tenancy {
namespace {

using enum Permission;

// For these the operator may step into a tenant; for every other it is a stranger there.
constexpr std::array kOperatorCrosses{TenantsGet,   TenantsUpdate, PrincipalsCreate, PrincipalsList,
                                      TokensCreate, TokensList,    TokensRevoke,     QuotasGet,
                                      QuotasUpdate, AuditVerify};

// What the operator keeps in a tenant that is not active: to look into it, and to end it.
constexpr std::array kOperatorInSuspended{TenantsGet,   TenantsUpdate, PrincipalsList, TokensList,
                                          TokensRevoke, QuotasGet,     QuotasUpdate,   AuditVerify};
constexpr std::array kOperatorInBeingDeleted{TenantsGet, TokensList, TokensRevoke, AuditVerify};

// Reading crosses from one environment to another, acting does not.
constexpr std::array kCrossEnvironments{ModelsDescribe, DeploymentsList, DeploymentsGet};

bool Contains(std::span<const Permission> set, Permission permission) {
  return std::find(set.begin(), set.end(), permission) != set.end();
}

bool IsStranger(const Identity& who, const TenantRecord& tenant, Permission permission) {
  if (who.tenant->id == tenant.id) {
    return false;
  }
  return who.role != Role::Operator || !Contains(kOperatorCrosses, permission);
}

Result<void> CheckState(const Identity& who, const TenantRecord& tenant, Permission permission) {
  if (tenant.state == TenantState::Active || permission == SelfRead) {
    return {};
  }
  const bool is_suspended = tenant.state == TenantState::Suspended;
  const std::span<const Permission> kept =
      is_suspended ? std::span<const Permission>(kOperatorInSuspended)
                   : std::span<const Permission>(kOperatorInBeingDeleted);
  if (who.role == Role::Operator && Contains(kept, permission)) {
    return {};
  }
  if (is_suspended) {
    return Fail(ErrorCode::TenantSuspended, "the tenant is suspended");
  }
  return Fail(ErrorCode::TenantBeingDeleted, "the tenant is being deleted");
}

tl::unexpected<Error> Denied(std::string message) {
  return Fail(ErrorCode::PermissionDenied, std::move(message));
}

Result<void> CheckEnvironment(const Identity& who, const EnvironmentName& environment,
                              Permission permission) {
  if (who.environment == environment ||
      (who.role != Role::Caller && Contains(kCrossEnvironments, permission))) {
    return {};
  }
  return Denied("the token is for another environment");
}

}  // namespace

Error NothingHere() { return {.code = ErrorCode::NotFound, .message = "there is no such thing"}; }

Result<void> CheckTenant(const Identity& who, const TenantRecord& tenant, Permission permission) {
  if (IsStranger(who, tenant, permission)) {
    return Fail(NothingHere());
  }
  return CheckState(who, tenant, permission);
}

Result<Reach> CheckRole(const Identity& who, const EnvironmentName& environment,
                        Permission permission) {
  ARM_CHECK(CheckEnvironment(who, environment, permission));
  if (who.scopes && !who.scopes->contains(permission)) {
    return Denied("the token's scopes leave out " + std::string(NameOf(permission)));
  }
  const Reach reach = ReachOf(who.role, permission);
  if (reach == Reach::None) {
    return Denied("the role " + std::string(NameOf(who.role)) + " does not allow " +
                  std::string(NameOf(permission)));
  }
  return reach;
}

bool WouldAllow(const Identity& who, const TenantRecord& tenant, const EnvironmentName& environment,
                Permission permission) {
  return CheckTenant(who, tenant, permission) && CheckRole(who, environment, permission);
}

}  // namespace armillary::tenancy
