#pragma once

#include "api/control.h"
#include "catalog/model_service.h"

namespace armillary::api {

// Models, versions, upload and download. `models` must outlive the routes.
void AddModelRoutes(ControlRoutes& routes, const Contract& contract, catalog::ModelService& models);

}  // namespace armillary::api
