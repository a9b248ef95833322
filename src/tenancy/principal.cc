#include "tenancy/principal.h"

#include "tenancy/policy.h"

namespace armillary::tenancy {

Result<void> CheckGivable(const Access& access, Role role) {
  const bool is_misplaced = GivenInHouseOnly(role) && access.Tenant().name.value != kHouse;
  if (MayGive(access.Who().role, role) && !is_misplaced) {
    return {};
  }
  const std::string where = is_misplaced ? " outside the house" : "";
  return Fail(ErrorCode::RoleNotGrantable,
              "the role " + std::string(NameOf(access.Who().role)) + " cannot give the role " +
                  std::string(NameOf(role)) + where,
              "role");
}

}  // namespace armillary::tenancy
