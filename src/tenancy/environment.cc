#include "tenancy/environment.h"

namespace armillary::tenancy {

bool NeedsPromotion(const EnvironmentName& environment, Permission permission) {
  const bool is_guarded = environment.value == kStaging || environment.value == kProduction;
  return is_guarded && (permission == Permission::DeploymentsCreate ||
                        permission == Permission::DeploymentsRollback ||
                        permission == Permission::DeploymentsStop);
}

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
