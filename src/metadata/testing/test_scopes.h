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

inline const TenantScope kAcme = TestScopes::Tenant({"acme"});
inline const TenantScope kGlobex = TestScopes::Tenant({"globex"});
inline const SystemScope kSystem = TestScopes::System();

}  // namespace armillary::metadata
