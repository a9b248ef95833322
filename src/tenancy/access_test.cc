#include "tenancy/access.h"

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"
#include "tenancy/testing/test_access.h"

namespace armillary::tenancy {
namespace {

TEST(AccessTest, IsGoodForItsOwnPermissionOnly) {
  const Access access = TestAccess("acme", Role::Scientist).For(Permission::ModelsGet);
  EXPECT_THAT(access.Require(Permission::ModelsGet), Succeeds());
  EXPECT_THAT(access.Require(Permission::ModelsRegister), FailsWith(ErrorCode::PermissionDenied));
}

TEST(AccessTest, HoldsACallerToTheNamedModels) {
  const Access access = TestAccess("acme", Role::Caller).Naming({"churn"}).For(Permission::Predict);
  EXPECT_THAT(access.RequireModel({"churn"}), Succeeds());
  EXPECT_THAT(access.RequireModel({"leads"}), FailsWith(ErrorCode::PermissionDenied));
}

TEST(AccessTest, HoldsAScientistToNoModel) {
  const Access access = TestAccess("acme", Role::Scientist).For(Permission::Predict);
  EXPECT_THAT(access.RequireModel({"leads"}), Succeeds());
}

TEST(AccessTest, IsARightToTheRowsOfTheTenantInTheAddress) {
  const Access access =
      TestAccess("house", Role::Operator).Into("acme").For(Permission::TokensList);
  EXPECT_EQ(access.Scope().Tenant(), TenantId{"tenant-acme"});
}

TEST(AccessTest, KnowsWhatElseThePrincipalCouldDo) {
  const Access access = TestAccess("acme", Role::Scientist).For(Permission::ModelsGet);
  EXPECT_TRUE(access.Could(Permission::DeploymentsCreate));
  EXPECT_FALSE(access.Could(Permission::TenantsUpdate));
  EXPECT_TRUE(access.CouldAt(Permission::DeploymentsList, {"staging"}));
  EXPECT_FALSE(access.CouldAt(Permission::DeploymentsCreate, {"staging"}));
  EXPECT_FALSE(access.CouldIn(Permission::ModelsGet, *TestAccess::Record("globex")));
}

TEST(AccessTest, StepsIntoATenantThatItMade) {
  const Access access = TestAccess("house", Role::Operator).For(Permission::TenantsCreate);
  const Access inside = access.ForCreated(*TestAccess::Record("initech"));
  EXPECT_EQ(inside.Tenant().name, TenantName{"initech"});
  EXPECT_EQ(inside.Who().tenant->name, TenantName{"house"});
}

TEST(AccessDeathTest, StepsIntoNoTenantThatItDidNotMake) {
  const Access access = TestAccess("acme", Role::Viewer).For(Permission::ModelsGet);
  EXPECT_DEATH(access.ForCreated(*TestAccess::Record("globex")), "TenantsCreate");
}

}  // namespace
}  // namespace armillary::tenancy
