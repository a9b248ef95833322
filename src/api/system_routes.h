#pragma once

#include <functional>
#include <string>

#include "api/control.h"

namespace armillary::api {

// Health, readiness, figures and the contract itself. `contract` must outlive the routes; the
// functions are called for every request, from many threads. `figures` is Prometheus text.
void AddSystemRoutes(ControlRoutes& routes, const Contract& contract,
                     std::function<std::string()> figures, std::function<bool()> is_ready);

}  // namespace armillary::api
