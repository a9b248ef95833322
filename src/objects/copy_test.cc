#include "objects/copy.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"
#include "objects/folder_store.h"
#include "objects/testing/memory_store.h"

namespace armillary::objects {
namespace {

class CopyTest : public testing::Test {
 protected:
  ObjectName Put(const std::string& tenant, const std::string& text) {
    const auto stored = objects::Put(from_, {tenant}, AsBytes(text));
    return {.tenant = {tenant}, .digest = stored->digest};
  }

  static std::vector<ObjectName> NamesIn(ObjectStore& store) {
    std::vector<ObjectName> names;
    const auto page = store.List(std::nullopt, {}, 10'000);
    for (const ListedObject& object : page->objects) {
      names.push_back(object.name);
    }
    return names;
  }

  FakeClock clock_;
  FakeRandom random_;
  MemoryStore from_{clock_};
  MemoryStore to_{clock_};
};

TEST_F(CopyTest, CopiesEveryObjectOfEveryTenantFromOneKindOfStoreToAnother) {
  const std::string large(1'000'000, 'x');
  const std::vector<std::string> texts{"one", "two", "", large};
  for (const std::string& text : texts) {
    Put("acme", text);
    Put("globex", text);
  }
  const TempFolder folder;
  LocalFileSystem disk;
  const auto to = *FolderStore::Open(folder.Path() / "objects",
                                     {.files = disk, .clock = clock_, .random = random_});

  const auto copied = CopyAll(from_, *to);

  ASSERT_THAT(copied, Succeeds());
  EXPECT_EQ(*copied, (CopyTotals{.objects = 8, .bytes = 2'000'012}));
  EXPECT_EQ(NamesIn(*to), NamesIn(from_));
  for (const ObjectName& name : NamesIn(*to)) {
    EXPECT_THAT(Verify(*to, name), Succeeds());
  }
}

TEST_F(CopyTest, CopiesMoreThanOnePage) {
  for (int i = 0; i < 2'345; ++i) {
    Put("acme", std::to_string(i));
  }

  EXPECT_EQ(CopyAll(from_, to_)->objects, 2'345U);
  EXPECT_EQ(NamesIn(to_), NamesIn(from_));
}

TEST_F(CopyTest, LeavesOutBytesThatDoNotHaveTheirDigest) {
  const ObjectName flipped = Put("acme", "whole");
  const ObjectName whole = Put("acme", "other");
  const auto bytes = AsBytes("whale");
  from_.Corrupt(flipped, {bytes.begin(), bytes.end()});

  const auto copied = CopyAll(from_, to_);

  EXPECT_EQ(*copied, (CopyTotals{.objects = 1, .bytes = 5, .corrupt = 1}));
  EXPECT_THAT(NamesIn(to_), testing::ElementsAre(whole));
}

TEST_F(CopyTest, CopiesOnlyWhatIsNotThere) {
  Put("acme", "before");
  ASSERT_THAT(CopyAll(from_, to_), Succeeds());
  Put("acme", "after");

  EXPECT_EQ(CopyAll(from_, to_)->objects, 1U);
  EXPECT_EQ(NamesIn(to_), NamesIn(from_));
}

TEST_F(CopyTest, PassesOverAnObjectThatIsRemovedMeanwhile) {
  std::vector<ObjectName> names{Put("acme", "a"), Put("acme", "b"), Put("acme", "c")};
  std::ranges::sort(names);

  const auto copied = CopyAll(from_, to_, [&](const ListedObject&, const CopyTotals&) {
    EXPECT_THAT(from_.Remove(names[1]), Succeeds());
    return true;
  });

  EXPECT_EQ(copied->objects, 2U);
  EXPECT_THAT(NamesIn(to_), testing::ElementsAre(names[0], names[2]));
}

TEST_F(CopyTest, TellsOfEachObjectAndStopsWhenTold) {
  for (const char* text : {"a", "b", "c"}) {
    Put("acme", text);
  }
  std::vector<CopyTotals> heard;

  const auto copied = CopyAll(from_, to_, [&](const ListedObject&, const CopyTotals& so_far) {
    heard.push_back(so_far);
    return heard.size() < 2;
  });

  EXPECT_THAT(copied, FailsWith(ErrorCode::Cancelled));
  EXPECT_THAT(heard, testing::ElementsAre(CopyTotals{.objects = 1, .bytes = 1},
                                          CopyTotals{.objects = 2, .bytes = 2}));
  EXPECT_EQ(NamesIn(to_).size(), 2U);
}

TEST_F(CopyTest, PassesOnThatTheTargetIsFull) {
  Put("acme", "a");
  to_.FailChanges(ErrorCode::StorageFull);

  EXPECT_THAT(CopyAll(from_, to_), FailsWith(ErrorCode::StorageFull));
}

}  // namespace
}  // namespace armillary::objects
