#include "tenancy/environment.h"

#include "tenancy/policy.h"

namespace armillary::tenancy {

std::vector<Permission> CanWith(const Access& access, const Environment& environment) {
  std::vector<Permission> can;
  for (const Permission permission : {Permission::DeploymentsList, Permission::DeploymentsCreate}) {
    if (!NeedsPromotion(environment.name, permission) &&
        access.CouldAt(permission, environment.name)) {
      can.push_back(permission);
    }
  }
  return can;
}

}  // namespace armillary::tenancy
