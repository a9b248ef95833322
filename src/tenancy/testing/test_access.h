#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tenancy/access.h"

namespace armillary::tenancy {

// Makes accesses for tests of services, which have no route and no token. What it makes is not
// asked whether the role allows it.
class TestAccess {
 public:
  explicit TestAccess(const std::string& tenant = "acme", Role role = Role::Scientist)
      : identity_{.principal = {"principal-" + tenant},
                  .principal_name = "ada@" + tenant + ".example",
                  .token = {"token-" + tenant},
                  .tenant = Record(tenant),
                  .environment = {"research"},
                  .role = role},
        tenant_(identity_.tenant),
        environment_(identity_.environment) {}

  TestAccess& At(std::string environment) {
    environment_ = {std::move(environment)};
    identity_.environment = environment_;
    return *this;
  }
  // Another tenant than the principal's own.
  TestAccess& Into(const std::string& tenant) {
    tenant_ = Record(tenant);
    return *this;
  }
  TestAccess& As(std::string principal) {
    identity_.principal = {"principal-" + principal};
    identity_.principal_name = std::move(principal);
    return *this;
  }
  TestAccess& Naming(std::set<std::string> models) {
    identity_.models = std::move(models);
    return *this;
  }

  // With the reach that the role has for `permission`, or `reach`.
  Access For(Permission permission, std::optional<Reach> reach = {}) const {
    return Access(std::make_shared<const Identity>(identity_), tenant_, environment_, permission,
                  reach.value_or(ReachOf(identity_.role, permission)));
  }

  // The id of a tenant in tests is "tenant-" and its name.
  static std::shared_ptr<const TenantRecord> Record(const std::string& name) {
    return std::make_shared<const TenantRecord>(
        TenantRecord{.id = {"tenant-" + name}, .name = {name}, .requests_per_second = 100'000});
  }

 private:
  Identity identity_;
  std::shared_ptr<const TenantRecord> tenant_;
  EnvironmentName environment_;
};

}  // namespace armillary::tenancy
