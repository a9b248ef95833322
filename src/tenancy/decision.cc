#include "tenancy/decision.h"

#include <string>
#include <utility>

#include "tenancy/policy.h"

namespace armillary::tenancy {
namespace {

bool IsStranger(const Identity& who, const TenantRecord& tenant, Permission permission) {
  if (who.tenant->id == tenant.id) {
    return false;
  }
  return who.role != Role::Operator || !OperatorCrosses(permission);
}

Result<void> CheckState(const Identity& who, const TenantRecord& tenant, Permission permission) {
  if (StaysOpen(tenant.state, who.role, permission)) {
    return {};
  }
  if (tenant.state == TenantState::Suspended) {
    return Fail(ErrorCode::TenantSuspended, "the tenant is suspended");
  }
  return Fail(ErrorCode::TenantBeingDeleted, "the tenant is being deleted");
}

tl::unexpected<Error> Denied(std::string message) {
  return Fail(ErrorCode::PermissionDenied, std::move(message));
}

Result<void> CheckEnvironment(const Identity& who, const EnvironmentName& environment,
                              Permission permission) {
  if (who.environment == environment || CrossesEnvironments(who.role, permission)) {
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
