#pragma once

#include <string>
#include <vector>

#include "api/contract.h"
#include "api/pages.h"
#include "net/route.h"

namespace armillary::api {

// The workbench under /ui, and `/`, which leads browsers there and tells programs what is where.
// `contract` and `pages` must outlive the routes.
void AddPageRoutes(std::vector<net::Route>& routes, const Contract& contract, const Pages& pages,
                   const std::string& server_version);

}  // namespace armillary::api
