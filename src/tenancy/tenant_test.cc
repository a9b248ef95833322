#include "tenancy/tenant.h"

#include <string>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"
#include "tenancy/team.h"
#include "tenancy/testing/test_access.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TenantTest, TakesASlugAndAFreeNameForPeople) {
  EXPECT_THAT(CheckTenantDraft({.name = {"acme"}}), Succeeds());
  EXPECT_THAT(CheckTenantDraft({.name = {"acme"}, .display_name = "Acme Télécom 東京"}),
              Succeeds());
  EXPECT_THAT(CheckTenantDraft({.name = {"Acme"}}), FailsWithField(ErrorCode::InvalidName, "name"));
  EXPECT_THAT(CheckTenantDraft({.name = {"house"}}),
              FailsWithField(ErrorCode::ReservedName, "name"));
}

TEST(TenantTest, CountsCharactersNotBytesInTheNameForPeople) {
  std::string longest;
  for (int i = 0; i < 200; ++i) {
    longest += "é";
  }
  EXPECT_THAT(CheckDisplayName(longest), Succeeds());
  EXPECT_THAT(CheckDisplayName(longest + "é"), FailsWith(ErrorCode::TooLong));
  EXPECT_THAT(CheckDisplayName(""), FailsWith(ErrorCode::TooShort));
}

TEST(TenantTest, TakesNoControlCharacterInTheNameForPeople) {
  for (const std::string& text : {std::string("a\nb"), std::string("a\x7F"), std::string("a\0b", 3),
                                  std::string("a\xC2\x85")}) {
    EXPECT_THAT(CheckDisplayName(text), FailsWith(ErrorCode::InvalidCharacters));
  }
  EXPECT_THAT(CheckDisplayName("\xFF"), FailsWith(ErrorCode::InvalidCharacters));
}

TEST(TenantTest, IsEditedOnlyWithinBounds) {
  EXPECT_THAT(CheckTenantEdit({"acme"}, {.state = TenantState::Suspended}), Succeeds());
  EXPECT_THAT(CheckTenantEdit({"acme"}, {}), FailsWith(ErrorCode::NothingToChange));
  EXPECT_THAT(CheckTenantEdit({"acme"}, {.state = TenantState::BeingDeleted}),
              FailsWithField(ErrorCode::NotOneOf, "state"));
}

TEST(TenantTest, LeavesTheHouseActive) {
  EXPECT_THAT(CheckTenantEdit({"house"}, {.state = TenantState::Suspended}),
              FailsWith(ErrorCode::HouseIsFixed));
  EXPECT_THAT(CheckTenantEdit({"house"}, {.state = TenantState::Active}),
              FailsWith(ErrorCode::HouseIsFixed));
  EXPECT_THAT(CheckTenantEdit({"house"}, {.display_name = "We"}), Succeeds());
}

TEST(TenantTest, SaysWhatCanBeDoneWithIt) {
  const Tenant acme{.id = {"tenant-acme"}, .name = {"acme"}};
  EXPECT_THAT(CanWith(TestAccess("house", Role::Operator).For(Permission::TenantsList), acme),
              ElementsAre(Permission::TenantsGet, Permission::TenantsUpdate));
  EXPECT_THAT(CanWith(TestAccess("acme", Role::Viewer).For(Permission::TenantsGet), acme),
              ElementsAre(Permission::TenantsGet));
  EXPECT_THAT(CanWith(TestAccess("globex", Role::Viewer).For(Permission::TenantsGet), acme),
              IsEmpty());
}

TEST(TeamTest, TakesASlug) {
  EXPECT_THAT(CheckTeamDraft({.name = {"applied-science"}}), Succeeds());
  EXPECT_THAT(CheckTeamDraft({.name = {"applied science"}}), FailsWith(ErrorCode::InvalidName));
  EXPECT_THAT(CheckTeamDraft({.name = {"research"}, .display_name = ""}),
              FailsWith(ErrorCode::TooShort));
}

}  // namespace
}  // namespace armillary::tenancy
