#include "tenancy/directory.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>

#include "tenancy/testing/test_access.h"

namespace armillary::tenancy {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::shared_ptr<TokenRecord> TokenAt(const std::string& id, std::int64_t change,
                                     bool revoked = false) {
  auto record = std::make_shared<TokenRecord>();
  record->identity.token = {id};
  record->identity.tenant = TestAccess::Record("acme");
  record->revoked = revoked;
  record->change = change;
  return record;
}

TEST(DirectoryTest, FindsWhatWasPut) {
  Directory directory;
  directory.PutTenant(*TestAccess::Record("acme"), 1);
  directory.PutToken(TokenAt("t1", 2));
  directory.SetEnvironments({{"research"}});

  ASSERT_NE(directory.FindTenant({"acme"}), nullptr);
  EXPECT_EQ(*directory.FindTenant({"acme"}), *TestAccess::Record("acme"));
  EXPECT_EQ(directory.FindTenant({"globex"}), nullptr);
  EXPECT_NE(directory.FindToken({"t1"}), nullptr);
  EXPECT_EQ(directory.FindToken({"t2"}), nullptr);
  EXPECT_TRUE(directory.HasEnvironment({"research"}));
  EXPECT_FALSE(directory.HasEnvironment({"moon"}));
}

TEST(DirectoryTest, KeepsTheLaterStateOfATokenInWhateverOrderTheyCome) {
  Directory directory;
  directory.PutToken(TokenAt("t1", 1));
  directory.PutToken(TokenAt("t1", 3, true));
  directory.PutToken(TokenAt("t1", 2));
  EXPECT_TRUE(directory.FindToken({"t1"})->revoked);
}

TEST(DirectoryTest, KeepsTheLaterStateOfATenantInWhateverOrderTheyCome) {
  Directory directory;
  TenantRecord suspended = *TestAccess::Record("acme");
  suspended.state = TenantState::Suspended;
  directory.PutTenant(suspended, 5);
  directory.PutTenant(*TestAccess::Record("acme"), 4);
  EXPECT_EQ(directory.FindTenant({"acme"})->state, TenantState::Suspended);
}

TEST(DirectoryTest, LeavesWhatWasFoundBeforeAsItWas) {
  Directory directory;
  directory.PutToken(TokenAt("t1", 1));
  const auto before = directory.FindToken({"t1"});
  directory.PutToken(TokenAt("t1", 2, true));
  EXPECT_FALSE(before->revoked);
}

TEST(DirectoryTest, KnowsWhichTokensWereUsedSince) {
  Directory directory;
  directory.PutToken(TokenAt("t1", 1));
  directory.PutToken(TokenAt("t2", 1));
  directory.FindToken({"t1"})->last_used = 100;

  ASSERT_THAT(directory.UsedSince(FromMillis(99)), SizeIs(1));
  EXPECT_EQ(directory.UsedSince(FromMillis(99)).front().token, TokenId{"t1"});
  EXPECT_EQ(directory.UsedSince(FromMillis(99)).front().tenant, TenantId{"tenant-acme"});
  EXPECT_THAT(directory.UsedSince(FromMillis(100)), IsEmpty());
}

TEST(DirectoryTest, DoesNotForgetTheUseOfATokenWhenItChanges) {
  Directory directory;
  directory.PutToken(TokenAt("t1", 1));
  directory.FindToken({"t1"})->last_used = 100;
  directory.PutToken(TokenAt("t1", 2, true));
  EXPECT_THAT(directory.UsedSince(FromMillis(99)), SizeIs(1));
}

TEST(DirectoryTest, CountsOverAllItsShards) {
  Directory directory;
  for (int i = 0; i < 1000; ++i) {
    directory.PutToken(TokenAt("t" + std::to_string(i), 1));
  }
  EXPECT_EQ(directory.Count().tokens, 1000);
  EXPECT_EQ(directory.Count().tenants, 0);
}

}  // namespace
}  // namespace armillary::tenancy
