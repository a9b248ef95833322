#pragma once

#include <utility>

#include "metadata/scope.h"

namespace armillary::metadata {

// Scopes for tests of stores, which have no principal to ask.
class TestScopes {
 public:
  static TenantScope Tenant(TenantId tenant) { return TenantScope(std::move(tenant)); }
  static SystemScope System() { return SystemScope(); }
};

}  // namespace armillary::metadata
