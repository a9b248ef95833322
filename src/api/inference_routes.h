#pragma once

#include <vector>

#include "api/predict_parts.h"
#include "net/route.h"

namespace armillary::api {

// The Open Inference Protocol under /v2, /t/{tenant}/v2 and /t/{tenant}/e/{environment}/v2: server
// and model metadata, health, and inference on tensors in JSON. No extension is offered.
void AddInferenceRoutes(std::vector<net::Route>& routes, const PredictParts& parts);

}  // namespace armillary::api
