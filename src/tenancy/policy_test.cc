#include "tenancy/policy.h"

#include <set>

#include <gmock/gmock.h>

namespace armillary::tenancy {
namespace {

using enum Permission;

template <class Question>
std::set<Permission> Where(Question question) {
  std::set<Permission> yes;
  for (const Permission permission : AllPermissions()) {
    if (question(permission)) {
      yes.insert(permission);
    }
  }
  return yes;
}

std::set<Permission> OpenIn(TenantState state, Role role) {
  return Where([&](Permission permission) { return StaysOpen(state, role, permission); });
}

const std::set kOneself{SelfRead, SelfSession, SelfPreferences, SignInLinksCreate};

std::set<Permission> WithOneself(std::set<Permission> more) {
  more.insert(kOneself.begin(), kOneself.end());
  return more;
}

TEST(PolicyTest, LetsAnOperatorStepIntoATenantForTenPermissions) {
  EXPECT_EQ(Where(OperatorCrosses),
            (std::set{TenantsGet, TenantsUpdate, PrincipalsCreate, PrincipalsList, TokensCreate,
                      TokensList, TokensRevoke, QuotasGet, QuotasUpdate, AuditVerify}));
}

TEST(PolicyTest, KeepsEverythingOpenWhereTheTenantIsActive) {
  for (const Role role : AllRoles()) {
    EXPECT_EQ(OpenIn(TenantState::Active, role).size(), AllPermissions().size()) << NameOf(role);
  }
}

TEST(PolicyTest, KeepsOpenToATenantsOwnPeopleWhoTheyAreAndToComeAndGo) {
  for (const Role role : AllRoles()) {
    if (role != Role::Operator) {
      EXPECT_EQ(OpenIn(TenantState::Suspended, role), kOneself) << NameOf(role);
      EXPECT_EQ(OpenIn(TenantState::BeingDeleted, role), kOneself) << NameOf(role);
    }
  }
}

TEST(PolicyTest, KeepsOpenToAnOperatorWhatEndsATenantOrLooksIntoIt) {
  EXPECT_EQ(OpenIn(TenantState::Suspended, Role::Operator),
            WithOneself({TenantsGet, TenantsUpdate, PrincipalsList, TokensList, TokensRevoke,
                         QuotasGet, QuotasUpdate, AuditVerify}));
  EXPECT_EQ(OpenIn(TenantState::BeingDeleted, Role::Operator),
            WithOneself({TenantsGet, TokensList, TokensRevoke, AuditVerify}));
}

TEST(PolicyTest, LetsReadingCrossEnvironmentsAndACallerNotAtAll) {
  for (const Role role : AllRoles()) {
    const auto crossing =
        Where([&](Permission permission) { return CrossesEnvironments(role, permission); });
    if (role == Role::Caller) {
      EXPECT_EQ(crossing, std::set<Permission>{});
    } else {
      EXPECT_EQ(crossing, (std::set{ModelsDescribe, DeploymentsList, DeploymentsGet}))
          << NameOf(role);
    }
  }
}

TEST(PolicyTest, AsksForAPromotionWhereverADeploymentCountsMost) {
  const auto promoted = [](const EnvironmentName& environment) {
    return Where([&](Permission permission) { return NeedsPromotion(environment, permission); });
  };
  const std::set changes{DeploymentsCreate, DeploymentsRollback, DeploymentsStop};
  EXPECT_EQ(promoted({"research"}), std::set<Permission>{});
  EXPECT_EQ(promoted({"staging"}), changes);
  EXPECT_EQ(promoted({"production"}), changes);
}

TEST(PolicyTest, GivesTheRoleOperatorInTheHouseOnly) {
  for (const Role role : AllRoles()) {
    EXPECT_EQ(GivenInHouseOnly(role), role == Role::Operator) << NameOf(role);
  }
}

}  // namespace
}  // namespace armillary::tenancy
