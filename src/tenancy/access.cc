#include "tenancy/access.h"

#include "base/assert.h"
#include "tenancy/decision.h"

namespace armillary::tenancy {

Result<void> Access::Require(Permission permission) const {
  if (permission == permission_) {
    return {};
  }
  return Fail(ErrorCode::PermissionDenied, "the request was let in for " +
                                               std::string(NameOf(permission_)) + ", not for " +
                                               std::string(NameOf(permission)));
}

Result<void> Access::RequireModel(const ModelName& model) const {
  if (reach_ != Reach::Named || who_->models.contains(model.value)) {
    return {};
  }
  return Fail(ErrorCode::PermissionDenied, "the token does not name this model");
}

bool Access::Could(Permission permission) const {
  return WouldAllow(*who_, *tenant_, environment_, permission);
}

bool Access::CouldAt(Permission permission, const EnvironmentName& environment) const {
  return WouldAllow(*who_, *tenant_, environment, permission);
}

bool Access::CouldIn(Permission permission, const TenantRecord& tenant) const {
  return WouldAllow(*who_, tenant, who_->environment, permission);
}

Access Access::ForCreated(TenantRecord tenant) const {
  ARM_ASSERT(permission_ == Permission::TenantsCreate);
  return Access(who_, std::make_shared<const TenantRecord>(std::move(tenant)), environment_,
                permission_, reach_);
}

Access Access::ForPlatform(const metadata::SystemScope& /*scope*/, Identity platform,
                           Permission permission) {
  auto who = std::make_shared<const Identity>(std::move(platform));
  return Access(who, who->tenant, who->environment, permission, Reach::All);
}

}  // namespace armillary::tenancy
