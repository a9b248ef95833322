#pragma once

#include <functional>

#include "api/control.h"
#include "base/metrics.h"

namespace armillary::api {

// Health, readiness, figures and the contract itself. `metrics` and `contract` must outlive the
// routes; `is_ready` is asked for every request, from many threads.
void AddSystemRoutes(ControlRoutes& routes, const Contract& contract,
                     const MetricsRegistry& metrics, std::function<bool()> is_ready);

}  // namespace armillary::api
