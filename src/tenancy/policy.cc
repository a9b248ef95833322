#include "tenancy/policy.h"

#include <algorithm>
#include <array>
#include <span>

#include "tenancy/environment.h"

namespace armillary::tenancy {
namespace {

using enum Permission;

constexpr std::array kOperatorCrosses{TenantsGet,   TenantsUpdate, PrincipalsCreate, PrincipalsList,
                                      TokensCreate, TokensList,    TokensRevoke,     QuotasGet,
                                      QuotasUpdate, AuditVerify};

// What the operator keeps in a tenant that is not active: to look into it, and to end it.
constexpr std::array kOperatorInSuspended{TenantsGet,   TenantsUpdate, PrincipalsList, TokensList,
                                          TokensRevoke, QuotasGet,     QuotasUpdate,   AuditVerify};
constexpr std::array kOperatorInBeingDeleted{TenantsGet, TokensList, TokensRevoke, AuditVerify};

// What everybody keeps in such a tenant: to ask who one is, to sign in and see its state, to sign
// out.
constexpr std::array kOneself{SelfRead, SelfSession, SelfPreferences, SignInLinksCreate};

// Reading crosses from one environment to another, acting does not.
constexpr std::array kCrossEnvironments{ModelsDescribe, DeploymentsList, DeploymentsGet};

constexpr std::array kPromoted{DeploymentsCreate, DeploymentsRollback, DeploymentsStop};

bool Contains(std::span<const Permission> set, Permission permission) {
  return std::find(set.begin(), set.end(), permission) != set.end();
}

}  // namespace

bool OperatorCrosses(Permission permission) { return Contains(kOperatorCrosses, permission); }

bool StaysOpen(TenantState state, Role role, Permission permission) {
  switch (state) {
    case TenantState::Active:
      return true;
    case TenantState::Suspended:
      return Contains(kOneself, permission) ||
             (role == Role::Operator && Contains(kOperatorInSuspended, permission));
    case TenantState::BeingDeleted:
      return Contains(kOneself, permission) ||
             (role == Role::Operator && Contains(kOperatorInBeingDeleted, permission));
  }
  return false;
}

bool CrossesEnvironments(Role role, Permission permission) {
  return role != Role::Caller && Contains(kCrossEnvironments, permission);
}

bool NeedsPromotion(const EnvironmentName& environment, Permission permission) {
  const bool is_guarded = environment.value == kStaging || environment.value == kProduction;
  return is_guarded && Contains(kPromoted, permission);
}

bool GivenInHouseOnly(Role role) { return role == Role::Operator; }

}  // namespace armillary::tenancy
