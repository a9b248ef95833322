#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/control.h"
#include "base/result.h"

namespace armillary::api {

// What the routes of the system ask. Called for every request, from many threads.
struct SystemParts {
  std::function<std::string()> figures;  // In Prometheus' text.
  std::function<bool()> is_ready;
  // What an operator should mend although requests are taken; anybody may read it.
  std::function<std::vector<Error>()> troubles;
};

// Health, readiness, figures and the contract itself. `contract` must outlive the routes.
void AddSystemRoutes(ControlRoutes& routes, const Contract& contract, SystemParts parts);

}  // namespace armillary::api
