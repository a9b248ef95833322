// Gives one route of the table another policy before the table is built: see flipped_policy.cc.

#include <string>
#include <utility>
#include <vector>

#include "flip.h"
#include "net/route_table.h"

namespace armillary::net {

Result<RouteTable> RealBuild(std::vector<Route> routes) __asm__(
    "__real_"
    "_ZN9armillary3net10RouteTable5BuildESt6vectorINS0_5RouteESaIS3_EE");
Result<RouteTable> FlippedBuild(std::vector<Route> routes) __asm__(
    "__wrap_"
    "_ZN9armillary3net10RouteTable5BuildESt6vectorINS0_5RouteESaIS3_EE");

namespace {

Route WithPolicy(const Route& route, const Policy& policy) {
  const Route::Address address{route.method(), route.pattern(), route.operation()};
  if (const UploadHandler* upload = route.upload_handler()) {
    return {address, policy, route.limits(), *upload};
  }
  if (const QuickHandler* quick = route.quick_handler()) {
    return {address, policy, route.limits(), *quick, *route.handler()};
  }
  return {address, policy, route.limits(), route.execution(), *route.handler()};
}

}  // namespace

// "route getTenant public", "route getHealth self.read"
Result<RouteTable> FlippedBuild(std::vector<Route> routes) {
  for (Route& route : routes) {
    const std::string policy = mutants::FlippedTo("route " + route.operation() + " ");
    if (!policy.empty()) {
      route = WithPolicy(route, policy == "public" ? Policy::Public() : Policy::Permission(policy));
    }
  }
  return RealBuild(std::move(routes));
}

}  // namespace armillary::net
