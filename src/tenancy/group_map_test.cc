#include "tenancy/group_map.h"

#include <string>

#include <gmock/gmock.h>

#include "base/encoding.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary::tenancy {
namespace {

using testing::ElementsAre;

constexpr std::string_view kMap = R"(
[[group]]
name = "heads"
tenant = "acme"
role = "tenant_admin"

[[group]]
name = "lab"
tenant = "acme"
role = "scientist"

[[group]]
name = "lab"
tenant = "globex"
role = "viewer"

[[group]]
name = "platform"
tenant = "house"
role = "operator"
)";

TEST(GroupMapTest, SaysWhatAPersonIs) {
  const auto map = GroupMap::Parse(kMap);
  ASSERT_THAT(map, Succeeds());
  EXPECT_THAT(map->PlacesOf({"lab"}),
              ElementsAre(Place{{"acme"}, Role::Scientist}, Place{{"globex"}, Role::Viewer}));
  EXPECT_THAT(map->PlacesOf({"lab", "heads"}),
              ElementsAre(Place{{"acme"}, Role::TenantAdmin}, Place{{"globex"}, Role::Viewer}));
  EXPECT_THAT(map->PlacesOf({"platform", "x"}), ElementsAre(Place{{"house"}, Role::Operator}));
  EXPECT_THAT(map->PlacesOf({}), ElementsAre());
  EXPECT_THAT(map->PlacesOf({"LAB", "lab "}), ElementsAre());
}

TEST(GroupMapTest, MayBeEmpty) {
  EXPECT_EQ(GroupMap::Parse("").value().Size(), 0U);
  EXPECT_EQ(GroupMap::Parse("group = []").value().Size(), 0U);
}

TEST(GroupMapTest, IsRefusedWhereItSaysSomethingElse) {
  const auto entry = [](std::string_view name, std::string_view tenant, std::string_view role) {
    return "[[group]]\nname = \"" + std::string(name) + "\"\ntenant = \"" + std::string(tenant) +
           "\"\nrole = \"" + std::string(role) + "\"\n";
  };
  for (const std::string& bad :
       {std::string("nonsense"), std::string("group = 7"), std::string("group = [7]"),
        std::string("other = 1"), std::string("[[group]]\nname = \"a\""),
        entry("", "acme", "viewer"), entry("a", "ACME", "viewer"), entry("a", "acme", "king"),
        entry("a", "acme", "operator"), entry(std::string(257, 'a'), "acme", "viewer"),
        entry("a", "acme", "viewer") + "more = 1\n"}) {
    EXPECT_THAT(GroupMap::Parse(bad),
                FailsWithField(ErrorCode::ConfigInvalidValue, "identity.groups"))
        << bad;
  }
}

TEST(GroupMapTest, IsBounded) {
  const std::string one = "[[group]]\nname = \"a\"\ntenant = \"acme\"\nrole = \"viewer\"\n";
  std::string many;
  for (std::size_t i = 0; i < kMostGroupRules; ++i) {
    many += one;
  }
  EXPECT_EQ(GroupMap::Parse(many).value().Size(), kMostGroupRules);
  EXPECT_THAT(GroupMap::Parse(many + one), FailsWith(ErrorCode::ConfigInvalidValue));
}

class GroupMapFileTest : public testing::Test {
 protected:
  void Write(std::string_view text) {
    ASSERT_THAT(WriteFileDurably(files_, Path(), AsBytes(text), 0600), Succeeds());
  }
  std::filesystem::path Path() const { return folder_.Path() / "groups.toml"; }

  TempFolder folder_;
  LocalFileSystem files_;
};

TEST_F(GroupMapFileTest, IsReadAgainWhenItHasChanged) {
  Write(kMap);
  GroupMapFile file(files_, Path());
  EXPECT_EQ(file.Current()->Size(), 0U);
  ASSERT_THAT(file.Step(), Succeeds());
  const auto before = file.Current();
  EXPECT_EQ(before->Size(), 4U);
  ASSERT_THAT(file.Step(), Succeeds());
  EXPECT_EQ(file.Current(), before);
  Write("");
  ASSERT_THAT(file.Step(), Succeeds());
  EXPECT_EQ(file.Current(), before);
  ASSERT_THAT(file.Step(), Succeeds());
  EXPECT_EQ(file.Current()->Size(), 0U);
}

TEST_F(GroupMapFileTest, IsNotReadWhileItIsWritten) {
  Write(kMap);
  GroupMapFile file(files_, Path());
  ASSERT_THAT(file.Step(), Succeeds());
  for (const std::size_t written : {std::size_t{0}, kMap.size() / 2, kMap.size() - 1}) {
    Write(kMap.substr(0, written));
    ASSERT_THAT(file.Step(), Succeeds());
    EXPECT_EQ(file.Current()->Size(), 4U);
  }
}

TEST_F(GroupMapFileTest, StaysAsItWasWhenItCannotBeRead) {
  Write(kMap);
  GroupMapFile file(files_, Path());
  ASSERT_THAT(file.Step(), Succeeds());
  Write("nonsense");
  ASSERT_THAT(file.Step(), Succeeds());
  EXPECT_THAT(file.Step(), FailsWith(ErrorCode::ConfigInvalidValue));
  EXPECT_EQ(file.Current()->Size(), 4U);
  ASSERT_THAT(files_.Remove(Path()), Succeeds());
  EXPECT_THAT(file.Step(), FailsWith(ErrorCode::ConfigInvalidValue));
  EXPECT_EQ(file.Current()->Size(), 4U);
}

}  // namespace
}  // namespace armillary::tenancy
