#include "tenancy/decision.h"

#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"
#include "tenancy/testing/test_access.h"

namespace armillary::tenancy {
namespace {

using enum Permission;

TenantRecord TenantNamed(const std::string& name, TenantState state = TenantState::Active) {
  TenantRecord record = *TestAccess::Record(name);
  record.state = state;
  return record;
}

Identity Who(Role role, const std::string& tenant = "acme", std::string environment = "research") {
  return {.principal = {"ada"},
          .principal_name = "ada",
          .tenant = TestAccess::Record(tenant),
          .environment = {std::move(environment)},
          .role = role};
}

const EnvironmentName kHere{"research"};
const EnvironmentName kThere{"staging"};

TEST(DecisionTest, HidesEveryOtherTenantFromEveryoneButTheOperator) {
  for (const Role role : AllRoles()) {
    if (role == Role::Operator) {
      continue;
    }
    for (const Permission permission : AllPermissions()) {
      EXPECT_THAT(CheckTenant(Who(role), TenantNamed("globex"), permission),
                  FailsWith(ErrorCode::NotFound))
          << NameOf(role) << " " << NameOf(permission);
    }
  }
}

TEST(DecisionTest, LetsTheOperatorStepIntoATenantForTenPermissionsOnly) {
  const std::set crossing{TenantsGet, TenantsUpdate, PrincipalsCreate, PrincipalsList, TokensCreate,
                          TokensList, TokensRevoke,  QuotasGet,        QuotasUpdate,   AuditVerify};
  for (const Permission permission : AllPermissions()) {
    const auto decision =
        CheckTenant(Who(Role::Operator, "house"), TenantNamed("globex"), permission);
    if (crossing.contains(permission)) {
      EXPECT_THAT(decision, Succeeds()) << NameOf(permission);
    } else {
      EXPECT_THAT(decision, FailsWith(ErrorCode::NotFound)) << NameOf(permission);
    }
  }
}

TEST(DecisionTest, SaysNothingOfATenantThatIsNotThere) {
  EXPECT_EQ(CheckTenant(Who(Role::Viewer), TenantNamed("globex"), TenantsGet).error(),
            NothingHere());
  EXPECT_EQ(NothingHere().message.find("globex"), std::string::npos);
}

TEST(DecisionTest, LeavesPrincipalsOfATenantThatIsNotActiveWhatIsOfThemselvesAndNothingElse) {
  const std::set<Permission> of_oneself{SelfRead, SelfSession, SelfPreferences, SignInLinksCreate};
  for (const auto& [state, code] :
       {std::pair(TenantState::Suspended, ErrorCode::TenantSuspended),
        std::pair(TenantState::BeingDeleted, ErrorCode::TenantBeingDeleted)}) {
    for (const Permission permission : AllPermissions()) {
      const auto decision =
          CheckTenant(Who(Role::TenantAdmin), TenantNamed("acme", state), permission);
      if (of_oneself.contains(permission)) {
        EXPECT_THAT(decision, Succeeds()) << NameOf(permission);
      } else {
        EXPECT_THAT(decision, FailsWith(code)) << NameOf(permission);
      }
    }
  }
}

TEST(DecisionTest, LeavesTheOperatorWhatEndsOrLooksIntoATenantThatIsNotActive) {
  const auto allowed = [](TenantState state) {
    std::set<Permission> permissions;
    for (const Permission permission : AllPermissions()) {
      if (permission != SelfRead &&
          CheckTenant(Who(Role::Operator, "house"), TenantNamed("acme", state), permission)) {
        permissions.insert(permission);
      }
    }
    return permissions;
  };
  EXPECT_EQ(allowed(TenantState::Suspended),
            (std::set{TenantsGet, TenantsUpdate, PrincipalsList, TokensList, TokensRevoke,
                      QuotasGet, QuotasUpdate, AuditVerify}));
  EXPECT_EQ(allowed(TenantState::BeingDeleted),
            (std::set{TenantsGet, TokensList, TokensRevoke, AuditVerify}));
  EXPECT_THAT(CheckTenant(Who(Role::Operator, "house"), TenantNamed("acme", TenantState::Suspended),
                          TokensCreate),
              FailsWith(ErrorCode::TenantSuspended));
}

TEST(DecisionTest, LetsReadingCrossEnvironmentsAndActingNot) {
  std::set<Permission> crossing;
  for (const Permission permission : AllPermissions()) {
    if (CheckRole(Who(Role::Scientist), kThere, permission)) {
      crossing.insert(permission);
    }
  }
  EXPECT_EQ(crossing, (std::set{ModelsDescribe, DeploymentsList, DeploymentsGet}));
  EXPECT_THAT(CheckRole(Who(Role::Scientist), kThere, Predict),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST(DecisionTest, KeepsACallerInItsOwnEnvironment) {
  EXPECT_THAT(CheckRole(Who(Role::Caller), kHere, ModelsDescribe), Succeeds());
  EXPECT_THAT(CheckRole(Who(Role::Caller), kThere, ModelsDescribe),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST(DecisionTest, GivesTheReachOfTheRole) {
  EXPECT_EQ(CheckRole(Who(Role::Caller), kHere, Predict), Reach::Named);
  EXPECT_EQ(CheckRole(Who(Role::Scientist), kHere, TokensList), Reach::Own);
  EXPECT_EQ(CheckRole(Who(Role::Viewer), kHere, ModelsGet), Reach::All);
  EXPECT_THAT(CheckRole(Who(Role::Viewer), kHere, AuditList),
              FailsWith(ErrorCode::PermissionDenied));
}

TEST(DecisionTest, TakesAwayWhatTheScopesLeaveOutAndNeverAdds) {
  Identity who = Who(Role::Viewer);
  who.scopes = {ModelsGet, ModelsRegister};
  EXPECT_THAT(CheckRole(who, kHere, ModelsGet), Succeeds());
  EXPECT_THAT(CheckRole(who, kHere, ModelsList), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(CheckRole(who, kHere, ModelsRegister), FailsWith(ErrorCode::PermissionDenied));
}

TEST(DecisionTest, AsksForTheTenantBeforeTheRole) {
  const Identity who = Who(Role::Viewer);
  EXPECT_TRUE(WouldAllow(who, TenantNamed("acme"), kHere, ModelsGet));
  EXPECT_FALSE(WouldAllow(who, TenantNamed("globex"), kHere, ModelsGet));
  EXPECT_FALSE(WouldAllow(who, TenantNamed("acme", TenantState::Suspended), kHere, ModelsGet));
  EXPECT_FALSE(WouldAllow(who, TenantNamed("acme"), kHere, AuditList));
}

}  // namespace
}  // namespace armillary::tenancy
