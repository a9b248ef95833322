#include "net/route.h"

#include "base/assert.h"

namespace armillary::net {

Policy Policy::Permission(std::string name) {
  ARM_ASSERT(!name.empty());
  return Policy(std::move(name));
}

Route::Route(Address address, Policy policy, RouteLimits limits, Execution execution,
             Handler handler)
    : address_(std::move(address)),
      policy_(std::move(policy)),
      limits_(limits),
      execution_(execution),
      handler_(std::move(handler)) {}

Route::Route(Address address, Policy policy, RouteLimits limits, QuickHandler quick,
             Handler handler)
    : address_(std::move(address)),
      policy_(std::move(policy)),
      limits_(limits),
      execution_(Execution::Pooled),
      quick_(std::move(quick)),
      handler_(std::move(handler)) {}

Route::Route(Address address, Policy policy, RouteLimits limits, UploadHandler handler)
    : address_(std::move(address)),
      policy_(std::move(policy)),
      limits_(limits),
      execution_(Execution::Pooled),
      handler_(std::move(handler)) {}

}  // namespace armillary::net
