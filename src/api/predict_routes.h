#pragma once

#include <vector>

#include "api/predict_parts.h"
#include "net/route.h"

namespace armillary::api {

// POST /predict/{model}, also under /t/{tenant} and /t/{tenant}/e/{environment}: records in,
// answers by meaning out. The same as `predict` of a deployment under /api/v1, where the pages ask
// with their session. A small request to a model in memory is answered on the connection's thread.
void AddPredictRoutes(std::vector<net::Route>& routes, const PredictParts& parts);

}  // namespace armillary::api
