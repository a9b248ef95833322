#pragma once

#include "api/control.h"
#include "deployments/deployment_service.h"

namespace armillary::api {

// What is live where: read, deploy, roll back, stop; each for the token's own environment and for
// one in the address. `deployments` must outlive the routes.
void AddDeploymentRoutes(ControlRoutes& routes, deployments::DeploymentService& deployments);

}  // namespace armillary::api
