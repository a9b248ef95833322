#include "tenancy/principal.h"

namespace armillary::tenancy {

Result<void> CheckGivable(const Access& access, Role role) {
  const bool is_house = access.Tenant().name.value == kHouse;
  if (MayGive(access.Who().role, role) && (role != Role::Operator || is_house)) {
    return {};
  }
  const std::string where = role == Role::Operator ? " outside the house" : "";
  return Fail(ErrorCode::RoleNotGrantable,
              "the role " + std::string(NameOf(access.Who().role)) + " cannot give the role " +
                  std::string(NameOf(role)) + where,
              "role");
}

}  // namespace armillary::tenancy
