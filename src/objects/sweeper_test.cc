#include "objects/sweeper.h"

#include <functional>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "objects/testing/memory_store.h"

namespace armillary::objects {
namespace {

using namespace std::chrono_literals;

// The rows of a test; `asked` runs while they are being looked up.
class FakeReferences : public ObjectReferences {
 public:
  Result<std::vector<bool>> AreReferenced(std::span<const ObjectName> names) override {
    asked();
    most_asked = std::max(most_asked, names.size());
    std::vector<bool> answers;
    for (const ObjectName& name : names) {
      answers.push_back(rows.contains(name));
    }
    if (broken) {
      return Fail(*broken, "broken on purpose");
    }
    return answers;
  }

  std::set<ObjectName> rows;
  std::function<void()> asked = [] {};
  std::size_t most_asked = 0;
  std::optional<ErrorCode> broken;
};

class SweeperTest : public testing::Test {
 protected:
  ObjectName Put(const std::string& text, const std::string& tenant = "acme") {
    const auto stored = objects::Put(store_, {tenant}, AsBytes(text));
    return {.tenant = {tenant}, .digest = stored->digest};
  }

  bool Exists(const ObjectName& name) { return *store_.Exists(name); }

  FakeClock clock_;
  MemoryStore store_{clock_};
  FakeReferences references_;
  Sweeper sweeper_{store_, references_, clock_, {.grace = 1h, .page = 10}};
};

TEST_F(SweeperTest, RemovesWhatNoRowNamesOnceItIsOld) {
  const ObjectName orphan = Put("orphan");
  const ObjectName named = Put("named");
  references_.rows = {named};
  clock_.Advance(1h + 1ms);

  const auto swept = sweeper_.Step();

  ASSERT_THAT(swept, Succeeds());
  EXPECT_EQ(swept->examined, 2U);
  EXPECT_EQ(swept->removed, 1U);
  EXPECT_EQ(swept->removed_bytes, 6U);
  EXPECT_TRUE(swept->finished);
  EXPECT_FALSE(Exists(orphan));
  EXPECT_TRUE(Exists(named));
}

TEST_F(SweeperTest, LeavesAnOrphanAloneWithinTheGracePeriod) {
  const ObjectName orphan = Put("orphan");
  clock_.Advance(1h);

  EXPECT_EQ(sweeper_.Step()->removed, 0U);

  EXPECT_TRUE(Exists(orphan));
}

TEST_F(SweeperTest, TellsTheSameContentOfTwoTenantsApart) {
  const ObjectName acmes = Put("same", "acme");
  const ObjectName globexs = Put("same", "globex");
  references_.rows = {globexs};
  clock_.Advance(2h);

  ASSERT_THAT(sweeper_.Step(), Succeeds());

  EXPECT_FALSE(Exists(acmes));
  EXPECT_TRUE(Exists(globexs));
}

TEST_F(SweeperTest, KeepsAnOrphanThatIsPutAgainWhileItIsSwept) {
  const ObjectName orphan = Put("again");
  clock_.Advance(2h);
  references_.asked = [&] { Put("again"); };

  EXPECT_EQ(sweeper_.Step()->removed, 0U);

  EXPECT_TRUE(Exists(orphan));
}

TEST_F(SweeperTest, GoesThroughEverythingPageByPageAndStartsOver) {
  for (int i = 0; i < 25; ++i) {
    Put("orphan " + std::to_string(i));
  }
  clock_.Advance(2h);

  std::vector<std::size_t> removed;
  do {
    removed.push_back(sweeper_.Step()->removed);
  } while (removed.size() < 3);

  EXPECT_THAT(removed, testing::ElementsAre(10, 10, 5));
  EXPECT_EQ(references_.most_asked, 10U);
  const ObjectName later = Put("later");
  clock_.Advance(2h);
  EXPECT_EQ(sweeper_.Step()->removed, 1U);
  EXPECT_FALSE(Exists(later));
}

TEST_F(SweeperTest, RemovesNothingWhileItCannotLookUpRows) {
  const ObjectName orphan = Put("orphan");
  clock_.Advance(2h);
  references_.broken = ErrorCode::DatabaseUnavailable;

  EXPECT_THAT(sweeper_.Step(), FailsWith(ErrorCode::DatabaseUnavailable));
  EXPECT_TRUE(Exists(orphan));

  references_.broken.reset();
  EXPECT_EQ(sweeper_.Step()->removed, 1U);
}

TEST_F(SweeperTest, PassesOnThatTheStoreTakesNoChanges) {
  Put("orphan");
  clock_.Advance(2h);
  store_.FailChanges(ErrorCode::StorageReadOnly);

  EXPECT_THAT(sweeper_.Step(), FailsWith(ErrorCode::StorageReadOnly));
}

}  // namespace
}  // namespace armillary::objects
