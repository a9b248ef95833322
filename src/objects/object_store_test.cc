#include "objects/object_store.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/on_threads.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"
#include "objects/folder_store.h"
#include "objects/testing/memory_store.h"
#include "objects/testing/test_tenants.h"

namespace armillary::objects {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// What every store promises, whatever it keeps its bytes in.
struct Kind {
  std::string name;
  std::function<std::unique_ptr<ObjectStore>(const std::filesystem::path&, FakeClock&, FakeRandom&)>
      make;
};

LocalFileSystem& Disk() {
  static LocalFileSystem disk;
  return disk;
}

const Kind kFolder{"Folder",
                   [](const std::filesystem::path& root, FakeClock& clock,
                      FakeRandom& random) -> std::unique_ptr<ObjectStore> {
                     return *FolderStore::Open(root / "objects",
                                               {.files = Disk(), .clock = clock, .random = random});
                   }};
const Kind kMemory{"Memory",
                   [](const std::filesystem::path&, FakeClock& clock,
                      FakeRandom&) -> std::unique_ptr<ObjectStore> {
                     return std::make_unique<MemoryStore>(clock);
                   }};

class ObjectStoreTest : public testing::TestWithParam<Kind> {
 protected:
  ObjectName Put(const TenantId& tenant, std::string_view text) {
    const auto stored = objects::Put(*store_, tenant, AsBytes(text));
    EXPECT_THAT(stored, Succeeds());
    return {.tenant = tenant, .digest = stored->digest};
  }

  std::string Get(const ObjectName& name) {
    const auto bytes = ReadVerified(*store_, name, 1 << 20);
    return bytes ? std::string(AsText(*bytes)) : std::string(CodeName(bytes.error().code));
  }

  std::vector<ObjectName> ListAll(const std::optional<TenantId>& tenant, std::size_t limit) {
    std::vector<ObjectName> names;
    std::string cursor;
    do {
      const auto page = store_->List(tenant, cursor, limit);
      EXPECT_THAT(page, Succeeds());
      EXPECT_LE(page->objects.size(), limit);
      for (const ListedObject& object : page->objects) {
        names.push_back(object.name);
      }
      cursor = page->next;
    } while (!cursor.empty());
    return names;
  }

  TempFolder folder_;
  FakeClock clock_;
  FakeRandom random_;
  std::unique_ptr<ObjectStore> store_ = GetParam().make(folder_.Path(), clock_, random_);
};

TEST_P(ObjectStoreTest, GivesBackWhatWasPut) {
  const ObjectName name = Put(kAcme, "weights");

  EXPECT_EQ(name.digest, Sha256("weights"));
  EXPECT_EQ(Get(name), "weights");
  EXPECT_EQ(store_->Exists(name), true);
}

TEST_P(ObjectStoreTest, KeepsAnEmptyObject) {
  const ObjectName name = Put(kAcme, "");

  EXPECT_EQ(Get(name), "");
  EXPECT_THAT(Verify(*store_, name), Succeeds());
}

TEST_P(ObjectStoreTest, HashesWhatIsAppendedPieceByPiece) {
  auto writer = *store_->BeginPut(kAcme);
  ASSERT_THAT(writer->Append(AsBytes("one ")), Succeeds());
  ASSERT_THAT(writer->Append({}), Succeeds());
  ASSERT_THAT(writer->Append(AsBytes("object")), Succeeds());

  const auto stored = writer->Commit(Sha256("one object"));

  ASSERT_THAT(stored, Succeeds());
  EXPECT_EQ(*stored, (StoredObject{.digest = Sha256("one object"), .size = 10}));
}

TEST_P(ObjectStoreTest, RefusesBytesThatDoNotHaveTheAnnouncedDigest) {
  const auto stored = objects::Put(*store_, kAcme, AsBytes("sent"), Sha256("announced"));

  EXPECT_THAT(stored, FailsWith(ErrorCode::DigestMismatch));
  EXPECT_THAT(ListAll(std::nullopt, 10), IsEmpty());
}

TEST_P(ObjectStoreTest, GivesBackWhatIsNotCommittedYet) {
  const auto writer = *store_->BeginPut(kAcme);
  ASSERT_THAT(writer->Append(AsBytes("one ")), Succeeds());
  ASSERT_THAT(writer->Append(AsBytes("object")), Succeeds());

  const auto bytes = writer->ReadBack();

  ASSERT_THAT(bytes, Succeeds());
  EXPECT_EQ(Sha256(*bytes), Sha256("one object"));
  EXPECT_THAT(writer->Commit(Sha256("one object")), Succeeds());
  EXPECT_THAT(writer->ReadBack(), FailsWith(ErrorCode::Internal));
}

TEST_P(ObjectStoreTest, KeepsNothingOfAPutThatWasNotCommitted) {
  {
    auto writer = *store_->BeginPut(kAcme);
    ASSERT_THAT(writer->Append(AsBytes("half")), Succeeds());
  }

  EXPECT_THAT(ListAll(std::nullopt, 10), IsEmpty());
  clock_.Advance(1h);
  EXPECT_EQ(store_->RemoveUnfinished(clock_.Now(), 10), 0U);
}

TEST_P(ObjectStoreTest, CommitsAWriterOnce) {
  auto writer = *store_->BeginPut(kAcme);
  ASSERT_THAT(writer->Append(AsBytes("once")), Succeeds());
  ASSERT_THAT(writer->Commit(), Succeeds());

  EXPECT_THAT(writer->Commit(), FailsWith(ErrorCode::Internal));
  EXPECT_THAT(writer->Append(AsBytes("more")), FailsWith(ErrorCode::Internal));
}

TEST_P(ObjectStoreTest, KeepsTenantsApart) {
  const ObjectName acmes = Put(kAcme, "shared text");
  const ObjectName globexs{.tenant = kGlobex, .digest = acmes.digest};

  EXPECT_EQ(store_->Exists(globexs), false);
  EXPECT_EQ(Get(globexs), "storage_corrupt");

  Put(kGlobex, "shared text");
  ASSERT_THAT(store_->Remove(globexs), Succeeds());
  EXPECT_EQ(Get(acmes), "shared text");
}

TEST_P(ObjectStoreTest, RefusesATenantThatIsNotAnId) {
  for (const char* id : {"", ".", "..", "a/b", "Acme", ".incoming", "a b", "\xC3\xA9"}) {
    const ObjectName name{.tenant = {id}, .digest = Sha256("x")};
    EXPECT_THAT(store_->BeginPut({id}), FailsWith(ErrorCode::InvalidCharacters)) << id;
    EXPECT_THAT(store_->Open(name), FailsWith(ErrorCode::InvalidCharacters)) << id;
    EXPECT_THAT(store_->Exists(name), FailsWith(ErrorCode::InvalidCharacters)) << id;
    EXPECT_THAT(store_->Remove(name), FailsWith(ErrorCode::InvalidCharacters)) << id;
  }
}

TEST_P(ObjectStoreTest, ReadsRanges) {
  const ObjectName name = Put(kAcme, "0123456789");
  const auto reader = *store_->Open(name, 10);
  std::string text(4, '\0');

  ASSERT_THAT(reader->ReadAt(3, std::as_writable_bytes(std::span(text))), Succeeds());

  EXPECT_EQ(reader->Size(), 10U);
  EXPECT_EQ(text, "3456");
}

TEST_P(ObjectStoreTest, RefusesARangeOutsideTheObject) {
  const auto reader = *store_->Open(Put(kAcme, "0123456789"));
  std::vector<std::byte> into(4);

  EXPECT_THAT(reader->ReadAt(6, into), Succeeds());
  EXPECT_THAT(reader->ReadAt(7, into), FailsWith(ErrorCode::RangeNotSatisfiable));
  EXPECT_THAT(reader->ReadAt(11, {}), FailsWith(ErrorCode::RangeNotSatisfiable));
  EXPECT_THAT(reader->ReadAt(UINT64_MAX - 1, into), FailsWith(ErrorCode::RangeNotSatisfiable));
}

TEST_P(ObjectStoreTest, RefusesAnObjectOfAnotherSizeThanItsRowSays) {
  EXPECT_THAT(store_->Open(Put(kAcme, "0123456789"), 9), FailsWith(ErrorCode::StorageCorrupt));
}

TEST_P(ObjectStoreTest, RefusesToReadMoreThanItMay) {
  const ObjectName name = Put(kAcme, "0123456789");

  EXPECT_THAT(ReadVerified(*store_, name, 10), Succeeds());
  EXPECT_THAT(ReadVerified(*store_, name, 9), FailsWith(ErrorCode::BodyTooLarge));
}

TEST_P(ObjectStoreTest, KeepsAReaderGoingAfterTheObjectIsRemoved) {
  const ObjectName name = Put(kAcme, "still here");
  const auto reader = *store_->Open(name);
  ASSERT_THAT(store_->Remove(name), Succeeds());
  std::string text(10, '\0');

  EXPECT_THAT(reader->ReadAt(0, std::as_writable_bytes(std::span(text))), Succeeds());

  EXPECT_EQ(text, "still here");
  EXPECT_EQ(store_->Exists(name), false);
}

TEST_P(ObjectStoreTest, RemovesTwiceWithoutComplaint) {
  const ObjectName name = Put(kAcme, "gone");

  EXPECT_THAT(store_->Remove(name), Succeeds());
  EXPECT_THAT(store_->Remove(name), Succeeds());
}

TEST_P(ObjectStoreTest, ListsEachObjectOnceInPagesOfAnySize) {
  std::vector<ObjectName> put;
  for (int i = 0; i < 40; ++i) {
    put.push_back(Put(i % 3 == 0 ? kAcme : kGlobex, "object " + std::to_string(i)));
  }
  std::ranges::sort(put);

  for (const std::size_t limit : {1UL, 2UL, 7UL, 39UL, 40UL, 41UL, 1000UL}) {
    EXPECT_EQ(ListAll(std::nullopt, limit), put) << limit;
    EXPECT_THAT(ListAll(kAcme, limit), SizeIs(14)) << limit;
  }
}

TEST_P(ObjectStoreTest, ListsSizeAndTimeOfStoring) {
  clock_.Advance(1234ms);
  const ObjectName name = Put(kAcme, "0123456789");

  const auto page = store_->List(kAcme, {}, 10);

  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page->objects,
              ElementsAre(ListedObject{.name = name, .size = 10, .stored_at = clock_.Now()}));
  EXPECT_EQ(page->next, "");
}

TEST_P(ObjectStoreTest, RefusesACursorOfAnotherList) {
  for (int i = 0; i < 3; ++i) {
    Put(kAcme, std::to_string(i));
  }
  const std::string cursor = store_->List(kAcme, {}, 1)->next;

  EXPECT_THAT(store_->List(kAcme, cursor, 1), Succeeds());
  EXPECT_THAT(store_->List(kGlobex, cursor, 1), FailsWith(ErrorCode::InvalidCursor));
  for (const char* wrong : {"/", "acme", "acme/", "acme/12", "../../x", "acme/../etc"}) {
    EXPECT_THAT(store_->List(std::nullopt, wrong, 1), FailsWith(ErrorCode::InvalidCursor)) << wrong;
  }
}

TEST_P(ObjectStoreTest, CountsAnObjectThatIsPutAgainAsStoredAnew) {
  const ObjectName name = Put(kAcme, "again");
  clock_.Advance(1h);
  const TimePoint cutoff = clock_.Now();
  Put(kAcme, "again");

  EXPECT_EQ(store_->RemoveIfStoredBefore(name, cutoff), false);
  EXPECT_EQ(Get(name), "again");

  clock_.Advance(1ms);
  EXPECT_EQ(store_->RemoveIfStoredBefore(name, clock_.Now()), true);
  EXPECT_EQ(store_->RemoveIfStoredBefore(name, clock_.Now()), false);
  EXPECT_EQ(store_->Exists(name), false);
}

TEST_P(ObjectStoreTest, TakesTheSameContentFromManyThreads) {
  constexpr int kThreads = 8;
  std::atomic<int> stored{0};
  OnThreads(kThreads, [&](int) {
    for (int round = 0; round < 10; ++round) {
      stored += objects::Put(*store_, kAcme, AsBytes("same " + std::to_string(round))) ? 1 : 0;
    }
  });

  EXPECT_EQ(stored, kThreads * 10);
  const auto names = ListAll(kAcme, 100);
  EXPECT_THAT(names, SizeIs(10));
  for (const ObjectName& name : names) {
    EXPECT_THAT(Verify(*store_, name), Succeeds());
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, ObjectStoreTest, testing::Values(kFolder, kMemory),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace armillary::objects
