#include "tenancy/token.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"
#include "tenancy/principal.h"
#include "tenancy/testing/test_access.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

TEST(TokenTest, IsActiveUntilItExpiresOrIsRevoked) {
  Token token{.expires_at = FromMillis(1000)};
  EXPECT_EQ(token.StateAt(FromMillis(999)), TokenState::Active);
  EXPECT_EQ(token.StateAt(FromMillis(1000)), TokenState::Expired);
  token.revoked_at = FromMillis(1);
  EXPECT_EQ(token.StateAt(FromMillis(999)), TokenState::Revoked);
  EXPECT_EQ(token.StateAt(FromMillis(1000)), TokenState::Revoked);
}

TEST(TokenTest, NamesModelsForACallerAndForNobodyElse) {
  EXPECT_THAT(CheckTokenDraft({.models = {{"churn"}}}, Role::Caller), Succeeds());
  EXPECT_THAT(CheckTokenDraft({}, Role::Scientist), Succeeds());
  EXPECT_THAT(CheckTokenDraft({}, Role::Caller), FailsWithField(ErrorCode::MissingField, "models"));
  EXPECT_THAT(CheckTokenDraft({.models = {{"churn"}}}, Role::Scientist),
              FailsWithField(ErrorCode::UnknownField, "models"));
  EXPECT_THAT(CheckTokenDraft({.models = std::vector<std::string>{}}, Role::Caller),
              FailsWithField(ErrorCode::TooShort, "models"));
  EXPECT_THAT(CheckTokenDraft({.models = {{"churn", "a/b"}}}, Role::Caller),
              FailsWithField(ErrorCode::InvalidName, "models/1"));
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= kMostTokenModels; ++i) {
    many.push_back("m" + std::to_string(i));
  }
  EXPECT_THAT(CheckTokenDraft({.models = many}, Role::Caller),
              FailsWithField(ErrorCode::TooLong, "models"));
}

TEST(TokenTest, LivesFromASecondToAYear) {
  EXPECT_THAT(CheckTokenDraft({.lifetime = 1s}, Role::Viewer), Succeeds());
  EXPECT_THAT(CheckTokenDraft({.lifetime = kLongestTokenLifetime}, Role::Viewer), Succeeds());
  EXPECT_THAT(CheckTokenDraft({.lifetime = 0s}, Role::Viewer),
              FailsWithField(ErrorCode::OutOfRange, "expires_in_seconds"));
  EXPECT_THAT(CheckTokenDraft({.lifetime = kLongestTokenLifetime + 1s}, Role::Viewer),
              FailsWith(ErrorCode::OutOfRange));
}

TEST(TokenTest, HasScopesOrNone) {
  EXPECT_THAT(CheckTokenDraft({.scopes = std::set<Permission>{}}, Role::Viewer),
              FailsWithField(ErrorCode::TooShort, "scopes"));
  EXPECT_THAT(CheckTokenDraft({.scopes = {{Permission::ModelsGet}}}, Role::Viewer), Succeeds());
}

TEST(TokenTest, CanBeRevokedByItsOwnerAndWhoeverReachesAll) {
  const Token own{.principal = {"principal-acme"}, .expires_at = FromMillis(1000)};
  const Token foreign{.principal = {"principal-bob"}, .expires_at = FromMillis(1000)};
  const Access scientist = TestAccess("acme", Role::Scientist).For(Permission::TokensList);
  const Access admin = TestAccess("acme", Role::TenantAdmin).For(Permission::TokensList);
  const Access auditor = TestAccess("acme", Role::Auditor).For(Permission::TokensList);

  EXPECT_THAT(CanWith(scientist, own, FromMillis(1)), ElementsAre(Permission::TokensRevoke));
  EXPECT_THAT(CanWith(scientist, foreign, FromMillis(1)), IsEmpty());
  EXPECT_THAT(CanWith(admin, foreign, FromMillis(1)), ElementsAre(Permission::TokensRevoke));
  EXPECT_THAT(CanWith(auditor, own, FromMillis(1)), IsEmpty());
  EXPECT_THAT(CanWith(admin, own, FromMillis(1000)), IsEmpty());
}

TEST(PrincipalTest, IsGivenARoleUpToTheGiversOwn) {
  const Access admin = TestAccess("acme", Role::TenantAdmin).For(Permission::PrincipalsCreate);
  EXPECT_THAT(CheckGivable(admin, Role::Scientist), Succeeds());
  EXPECT_THAT(CheckGivable(admin, Role::TenantAdmin), Succeeds());
  EXPECT_THAT(CheckGivable(admin, Role::Operator),
              FailsWithField(ErrorCode::RoleNotGrantable, "role"));
}

TEST(PrincipalTest, IsAnOperatorInTheHouseOnly) {
  const TestAccess platform = TestAccess("house", Role::Operator);
  EXPECT_THAT(CheckGivable(platform.For(Permission::PrincipalsCreate), Role::Operator), Succeeds());
  EXPECT_THAT(CheckGivable(TestAccess(platform).Into("acme").For(Permission::PrincipalsCreate),
                           Role::Operator),
              FailsWith(ErrorCode::RoleNotGrantable));
}

}  // namespace
}  // namespace armillary::tenancy
