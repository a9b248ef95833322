#include "tenancy/role.h"

#include <map>
#include <set>

#include <gmock/gmock.h>

namespace armillary::tenancy {
namespace {

using ::testing::UnorderedElementsAre;

// Who reaches how far with a permission, said the other way round than in the table under test.
std::map<Reach, std::set<Role>> RolesByReach(Permission permission) {
  std::map<Reach, std::set<Role>> roles;
  for (const Role role : AllRoles()) {
    roles[ReachOf(role, permission)].insert(role);
  }
  return roles;
}

std::set<Permission> PermissionsOf(Role role) {
  std::set<Permission> permissions;
  for (const Permission permission : AllPermissions()) {
    if (ReachOf(role, permission) != Reach::None) {
      permissions.insert(permission);
    }
  }
  return permissions;
}

std::set<Role> GivenBy(Role giver) {
  std::set<Role> given;
  for (const Role role : AllRoles()) {
    if (MayGive(giver, role)) {
      given.insert(role);
    }
  }
  return given;
}

using enum Permission;

// "viewer: read all but audit and people"
const std::set<Permission> kReading{
    SelfRead,       SelfSession,      SelfPreferences, SelfStream,    SignInLinksCreate,
    TenantsGet,     EnvironmentsList, QuotasGet,       ModelsList,    ModelsGet,
    ModelsDownload, ModelsDescribe,   DeploymentsList, DeploymentsGet};

std::set<Permission> With(std::set<Permission> some, const std::set<Permission>& more) {
  some.insert(more.begin(), more.end());
  return some;
}

TEST(RoleTest, LetsACallerPredictOnNamedModelsAndAskWhoItIs) {
  EXPECT_EQ(PermissionsOf(Role::Caller), (std::set{SelfRead, ModelsDescribe, Predict}));
  EXPECT_EQ(ReachOf(Role::Caller, Predict), Reach::Named);
  EXPECT_EQ(ReachOf(Role::Caller, ModelsDescribe), Reach::Named);
}

TEST(RoleTest, LetsAViewerReadAllButAuditAndPeople) {
  EXPECT_EQ(PermissionsOf(Role::Viewer), kReading);
}

TEST(RoleTest, LetsADataOwnerAndAnApproverDoNothingMoreYet) {
  EXPECT_EQ(PermissionsOf(Role::DataOwner), kReading);
  EXPECT_EQ(PermissionsOf(Role::Approver), kReading);
}

TEST(RoleTest, LetsAScientistRegisterDeployPredictAndMakeOwnTokens) {
  EXPECT_EQ(PermissionsOf(Role::Scientist),
            With(kReading, {ModelsRegister, DeploymentsCreate, DeploymentsRollback, DeploymentsStop,
                            Predict, TokensCreate, TokensList, TokensRevoke}));
  for (const Permission permission : {TokensCreate, TokensList, TokensRevoke}) {
    EXPECT_EQ(ReachOf(Role::Scientist, permission), Reach::Own);
  }
}

TEST(RoleTest, LetsATenantAdminCareForPeopleTokensAndAudit) {
  EXPECT_EQ(
      PermissionsOf(Role::TenantAdmin),
      With(kReading, {PrincipalsCreate, PrincipalsList, TokensCreate, TokensList, TokensRevoke,
                      SubjectsCreate, SubjectsList, SubjectsDelete, AuditList, AuditVerify}));
}

TEST(RoleTest, LetsAnAuditorReadAllAndChangeNothing) {
  EXPECT_EQ(PermissionsOf(Role::Auditor),
            With(kReading, {PrincipalsList, TokensList, SubjectsList, AuditList, AuditVerify}));
}

TEST(RoleTest, LetsAnOperatorRunThePlatformWithoutATenantsData) {
  EXPECT_EQ(PermissionsOf(Role::Operator),
            (std::set{SelfRead,          SelfSession,    SelfPreferences, SelfStream,
                      SignInLinksCreate, TenantsCreate,  TenantsList,     TenantsGet,
                      TenantsUpdate,     TeamsCreate,    TeamsList,       EnvironmentsList,
                      PrincipalsCreate,  PrincipalsList, TokensCreate,    TokensList,
                      TokensRevoke,      QuotasGet,      QuotasUpdate,    AuditVerify,
                      MetricsRead,       SystemRead}));
}

TEST(RoleTest, ReachesLessThanAllOnlyForACallersModelsAndAScientistsTokens) {
  for (const Permission permission : AllPermissions()) {
    const auto roles = RolesByReach(permission);
    if (roles.contains(Reach::Named)) {
      EXPECT_EQ(roles.at(Reach::Named), std::set{Role::Caller}) << NameOf(permission);
    }
    if (roles.contains(Reach::Own)) {
      EXPECT_EQ(roles.at(Reach::Own), std::set{Role::Scientist}) << NameOf(permission);
    }
  }
}

TEST(RoleTest, KnowsWhatThePermissionIsAbout) {
  std::set<Permission> about_the_platform;
  for (const Permission permission : AllPermissions()) {
    if (ScopeOf(permission) == PermissionScope::House) {
      about_the_platform.insert(permission);
    }
  }
  for (const Permission permission :
       {SelfRead, SelfSession, SelfPreferences, SelfStream, SignInLinksCreate}) {
    EXPECT_EQ(ScopeOf(permission), PermissionScope::Self) << NameOf(permission);
  }
  EXPECT_EQ(about_the_platform, (std::set{TenantsCreate, TenantsList, TeamsCreate, TeamsList,
                                          EnvironmentsList, MetricsRead, SystemRead}));
}

TEST(RoleTest, GivesUpToItself) {
  EXPECT_THAT(GivenBy(Role::Caller), UnorderedElementsAre(Role::Caller));
  EXPECT_THAT(GivenBy(Role::Viewer), UnorderedElementsAre(Role::Viewer));
  EXPECT_THAT(GivenBy(Role::Scientist),
              UnorderedElementsAre(Role::Scientist, Role::Viewer, Role::Caller));
  EXPECT_THAT(GivenBy(Role::DataOwner), UnorderedElementsAre(Role::DataOwner, Role::Viewer));
  EXPECT_THAT(GivenBy(Role::Approver), UnorderedElementsAre(Role::Approver, Role::Viewer));
  EXPECT_THAT(GivenBy(Role::Auditor), UnorderedElementsAre(Role::Auditor, Role::Viewer));
  EXPECT_EQ(GivenBy(Role::TenantAdmin).size(), AllRoles().size() - 1);
  EXPECT_FALSE(MayGive(Role::TenantAdmin, Role::Operator));
  EXPECT_EQ(GivenBy(Role::Operator).size(), AllRoles().size());
}

TEST(RoleTest, FindsEachRoleAndPermissionByItsName) {
  for (const Role role : AllRoles()) {
    EXPECT_EQ(RoleFromName(NameOf(role)), role);
  }
  for (const Permission permission : AllPermissions()) {
    EXPECT_EQ(PermissionFromName(NameOf(permission)), permission);
  }
  EXPECT_EQ(RoleFromName("root"), std::nullopt);
  EXPECT_EQ(PermissionFromName("models.delete"), std::nullopt);
}

}  // namespace
}  // namespace armillary::tenancy
