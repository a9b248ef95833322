// Stands between the tables of tenancy and everybody who asks them, and turns one entry round. The
// linker puts what is here in the place of the real function (`--wrap`, see CMakeLists.txt): the
// production code is the same in the mutants as in armillaryd.

#include <fmt/format.h>
#include <string>

#include "flip.h"
#include "tenancy/policy.h"
#include "tenancy/role.h"

// What the linker calls the function that is replaced, and the one that replaces it.
#define ARM_REPLACE(answer, name, parameters, symbol)     \
  answer Real##name parameters __asm__("__real_" symbol); \
  answer Flipped##name parameters __asm__("__wrap_" symbol)

namespace armillary::tenancy {

using mutants::Flipped;
using mutants::FlippedTo;

// clang-format off
ARM_REPLACE(Reach, ReachOf, (Role role, Permission permission),
            "_ZN9armillary7tenancy7ReachOfENS0_4RoleENS0_10PermissionE");
ARM_REPLACE(bool, MayGive, (Role giver, Role given),
            "_ZN9armillary7tenancy7MayGiveENS0_4RoleES1_");
ARM_REPLACE(bool, OperatorCrosses, (Permission permission),
            "_ZN9armillary7tenancy15OperatorCrossesENS0_10PermissionE");
ARM_REPLACE(bool, StaysOpen, (TenantState state, Role role, Permission permission),
            "_ZN9armillary7tenancy9StaysOpenENS0_11TenantStateENS0_4RoleENS0_10PermissionE");
ARM_REPLACE(bool, CrossesEnvironments, (Role role, Permission permission),
            "_ZN9armillary7tenancy19CrossesEnvironmentsENS0_4RoleENS0_10PermissionE");
ARM_REPLACE(bool, NeedsPromotion, (const EnvironmentName& environment, Permission permission),
            "_ZN9armillary7tenancy14NeedsPromotionERKNS_2IdINS_18EnvironmentNameTagEEENS0_10PermissionE");
ARM_REPLACE(bool, GivenInHouseOnly, (Role role),
            "_ZN9armillary7tenancy16GivenInHouseOnlyENS0_4RoleE");
// clang-format on

// "reach scientist tokens.list all"
Reach FlippedReachOf(Role role, Permission permission) {
  const std::string reach =
      FlippedTo(fmt::format("reach {} {} ", NameOf(role), NameOf(permission)));
  if (reach.empty()) {
    return RealReachOf(role, permission);
  }
  return reach == "all"     ? Reach::All
         : reach == "own"   ? Reach::Own
         : reach == "named" ? Reach::Named
                            : Reach::None;
}

// "give scientist viewer"
bool FlippedMayGive(Role giver, Role given) {
  return Flipped(RealMayGive(giver, given),
                 fmt::format("give {} {}", NameOf(giver), NameOf(given)));
}

// "cross tenants.get"
bool FlippedOperatorCrosses(Permission permission) {
  return Flipped(RealOperatorCrosses(permission), fmt::format("cross {}", NameOf(permission)));
}

// "open suspended operator tenants.get"; the table knows the operator and everybody else.
bool FlippedStaysOpen(TenantState state, Role role, Permission permission) {
  return Flipped(RealStaysOpen(state, role, permission),
                 fmt::format("open {} {} {}", NameOf(state),
                             role == Role::Operator ? "operator" : "others", NameOf(permission)));
}

// "environment caller predict"; the table knows the caller and everybody else.
bool FlippedCrossesEnvironments(Role role, Permission permission) {
  return Flipped(RealCrossesEnvironments(role, permission),
                 fmt::format("environment {} {}", role == Role::Caller ? "caller" : "others",
                             NameOf(permission)));
}

// "promotion staging deployments.stop"
bool FlippedNeedsPromotion(const EnvironmentName& environment, Permission permission) {
  return Flipped(RealNeedsPromotion(environment, permission),
                 fmt::format("promotion {} {}", environment.value, NameOf(permission)));
}

// "house operator"
bool FlippedGivenInHouseOnly(Role role) {
  return Flipped(RealGivenInHouseOnly(role), fmt::format("house {}", NameOf(role)));
}

}  // namespace armillary::tenancy
