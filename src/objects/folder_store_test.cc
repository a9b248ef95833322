#include "objects/folder_store.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/durability_oracle.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/faulty_file_system.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"
#include "objects/sweeper.h"
#include "objects/testing/test_tenants.h"

namespace armillary::objects {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kText = "the weights of a model";

class FolderStoreTest : public testing::Test {
 protected:
  std::unique_ptr<FolderStore> Open() {
    return *FolderStore::Open(root_, {.files = files_, .clock = clock_, .random = random_});
  }

  Result<StoredObject> Put(FolderStore& store, std::string_view text = kText) {
    return objects::Put(store, kAcme, AsBytes(text));
  }

  fs::path PathOf(std::string_view text) const {
    const std::string digits = Sha256(text).ToHex();
    return root_ / kAcme.value / digits.substr(0, 2) / digits;
  }

  std::vector<fs::path> FilesOnDisk() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      if (entry.is_regular_file()) {
        found.push_back(entry.path());
      }
    }
    return found;
  }

  void Overwrite(const fs::path& path, std::string_view bytes) const {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  TempFolder folder_;
  const fs::path root_ = folder_.Path() / "objects";
  LocalFileSystem disk_;
  FaultyFileSystem files_{disk_};
  FakeClock clock_;
  FakeRandom random_;
  const ObjectName name_{.tenant = kAcme, .digest = Sha256(kText)};
};

TEST_F(FolderStoreTest, LaysObjectsOutByTenantAndDigest) {
  const auto store = Open();
  ASSERT_THAT(Put(*store), Succeeds());

  EXPECT_THAT(FilesOnDisk(), testing::ElementsAre(PathOf(kText)));
  EXPECT_EQ(fs::status(root_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(PathOf(kText)).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(FolderStoreTest, FindsItsObjectsAfterARestart) {
  ASSERT_THAT(Put(*Open()), Succeeds());

  EXPECT_THAT(ReadVerified(*Open(), name_, 100), Succeeds());
}

TEST_F(FolderStoreTest, MakesBytesAndNamesDurableBeforeItAcknowledges) {
  const auto store = Open();
  ASSERT_THAT(Put(*store), Succeeds());

  DurabilityOracle oracle;
  oracle.See(files_.Calls());

  EXPECT_EQ(oracle.WhatIsLost(PathOf(kText)), "");
}

// Takes out each sync in turn: were one of them useless, or the oracle blind, this would fail.
TEST_F(FolderStoreTest, NeedsEachOfItsSyncs) {
  (void)Put(*Open());
  const std::size_t file_syncs = files_.Count(FileCallKind::Sync);
  const std::size_t folder_syncs = files_.Count(FileCallKind::SyncFolder);
  ASSERT_EQ(file_syncs, 1U);
  ASSERT_EQ(folder_syncs, 4U);

  for (std::size_t left_out = 1; left_out <= file_syncs + folder_syncs; ++left_out) {
    fs::remove_all(root_);
    files_.Forget();
    files_.Mend();
    const bool of_file = left_out <= file_syncs;
    files_.Break({.kind = of_file ? FileCallKind::Sync : FileCallKind::SyncFolder,
                  .nth = of_file ? left_out : left_out - file_syncs});
    ASSERT_THAT(Put(*Open()), Succeeds());

    DurabilityOracle oracle;
    oracle.See(files_.Calls());
    EXPECT_NE(oracle.WhatIsLost(PathOf(kText)), "") << "without sync " << left_out;
  }
}

TEST_F(FolderStoreTest, WritesAllBytesWhereTheDiskTakesAFewAtATime) {
  files_.LimitWrites(3);
  const auto store = Open();

  ASSERT_THAT(Put(*store), Succeeds());

  EXPECT_GT(files_.Count(FileCallKind::Write), 5U);
  EXPECT_EQ(AsText(*ReadVerified(*store, name_, 100)), kText);
}

struct BrokenCall {
  FileCallKind kind;
  std::size_t nth = 1;
};

// Every call of a put that changes something, in its order.
const BrokenCall kCallsOfAPut[] = {{FileCallKind::Create},        {FileCallKind::Write},
                                   {FileCallKind::SetModified},   {FileCallKind::Sync},
                                   {FileCallKind::Close},         {FileCallKind::MakeFolder},
                                   {FileCallKind::MakeFolder, 2}, {FileCallKind::Rename}};

TEST_F(FolderStoreTest, LeavesNothingOfAPutThatTheDiskRefuses) {
  const auto store = Open();
  for (const ErrorCode code :
       {ErrorCode::StorageFull, ErrorCode::StorageReadOnly, ErrorCode::StorageUnavailable}) {
    for (const BrokenCall& call : kCallsOfAPut) {
      if (call.kind == FileCallKind::Sync) {
        continue;
      }
      files_.Forget();
      files_.Break({.kind = call.kind, .nth = call.nth, .error = code});

      EXPECT_THAT(Put(*store), FailsWith(code)) << static_cast<int>(call.kind);
      EXPECT_THAT(FilesOnDisk(), IsEmpty()) << static_cast<int>(call.kind);

      files_.Mend();
      EXPECT_THAT(Put(*store), Succeeds()) << static_cast<int>(call.kind);
      fs::remove_all(root_ / kAcme.value);
    }
  }
}

TEST_F(FolderStoreTest, TakesAPutAgainOnceTheDiskHasRoom) {
  const auto store = Open();
  files_.Forget();
  files_.Break({.kind = FileCallKind::Write, .and_later = true, .error = ErrorCode::StorageFull});
  auto writer = *store->BeginPut(kAcme);
  ASSERT_THAT(writer->Append(AsBytes("a")), FailsWith(ErrorCode::StorageFull));
  files_.Mend();

  EXPECT_THAT(writer->Append(AsBytes("b")), FailsWith(ErrorCode::StorageFull));
  EXPECT_THAT(writer->Commit(), FailsWith(ErrorCode::StorageFull));
  EXPECT_THAT(Put(*store), Succeeds());
}

TEST_F(FolderStoreTest, TakesNoChangeAfterASyncFailedUntilARestart) {
  for (const BrokenCall& call : {BrokenCall{FileCallKind::Sync},
                                 {FileCallKind::SyncFolder},
                                 {FileCallKind::SyncFolder, 2},
                                 {FileCallKind::SyncFolder, 3}}) {
    const auto store = Open();
    ASSERT_THAT(Put(*store, "before"), Succeeds());
    files_.Forget();
    files_.Break({.kind = call.kind, .nth = call.nth, .error = ErrorCode::StorageUnavailable});
    auto begun = *store->BeginPut(kAcme);
    ASSERT_THAT(begun->Append(AsBytes("begun")), Succeeds());

    EXPECT_THAT(Put(*store), FailsWith(ErrorCode::StorageUnavailable));
    files_.Mend();
    files_.Forget();

    EXPECT_THAT(begun->Commit(), FailsWith(ErrorCode::StorageUnavailable));
    EXPECT_THAT(store->BeginPut(kAcme), FailsWith(ErrorCode::StorageUnavailable));
    EXPECT_THAT(store->Remove(name_), FailsWith(ErrorCode::StorageUnavailable));
    EXPECT_THAT(store->RemoveIfStoredBefore(name_, clock_.Now()),
                FailsWith(ErrorCode::StorageUnavailable));
    EXPECT_THAT(store->RemoveUnfinished(clock_.Now(), 1), FailsWith(ErrorCode::StorageUnavailable));
    EXPECT_EQ(files_.Count(FileCallKind::Sync) + files_.Count(FileCallKind::SyncFolder), 0U)
        << "a sync that failed is never tried again";
    EXPECT_THAT(Verify(*store, {.tenant = kAcme, .digest = Sha256("before")}), Succeeds());

    begun.reset();
    EXPECT_THAT(Put(*Open()), Succeeds());
  }
}

TEST_F(FolderStoreTest, TakesChangesAgainOnceItCanOpenFolders) {
  const auto store = Open();
  files_.Forget();
  files_.Break({.kind = FileCallKind::SyncFolder, .error = ErrorCode::Overloaded});
  EXPECT_THAT(Put(*store), FailsWith(ErrorCode::Overloaded));
  files_.Mend();
  files_.Forget();

  EXPECT_THAT(Put(*store), Succeeds());
  EXPECT_EQ(files_.Count(FileCallKind::SyncFolder), 3U);
}

TEST_F(FolderStoreTest, KeepsAnObjectThatWasThereWhenPuttingItAgainFails) {
  ASSERT_THAT(Put(*Open()), Succeeds());
  for (const BrokenCall& call : kCallsOfAPut) {
    const auto store = Open();
    files_.Forget();
    files_.Break({.kind = call.kind, .nth = call.nth, .error = ErrorCode::StorageUnavailable});
    ASSERT_THAT(Put(*store), FailsWith(ErrorCode::StorageUnavailable));
    files_.Mend();

    EXPECT_THAT(Verify(*store, name_), Succeeds()) << static_cast<int>(call.kind);
  }
}

TEST_F(FolderStoreTest, NamesNoPathInAnError) {
  const auto store = Open();
  files_.Break({.kind = FileCallKind::Create, .error = ErrorCode::StorageFull});

  EXPECT_THAT(Put(*store).error().message, testing::Not(testing::HasSubstr(root_.native())));
  EXPECT_THAT(store->Open(name_).error().message, testing::Not(testing::HasSubstr(root_.native())));
}

TEST_F(FolderStoreTest, FindsEachKindOfDamage) {
  const auto store = Open();
  const std::string whole(300'000, 'x');
  std::string flipped = whole;
  flipped[299'999] = 'y';
  ASSERT_THAT(Put(*store, whole), Succeeds());
  const ObjectName name{.tenant = kAcme, .digest = Sha256(whole)};

  for (const std::string& damaged : {flipped, whole + "x", whole.substr(1), std::string()}) {
    Overwrite(PathOf(whole), damaged);
    EXPECT_THAT(Verify(*store, name), FailsWith(ErrorCode::StorageCorrupt)) << damaged.size();
    EXPECT_THAT(ReadVerified(*store, name, 1 << 20), FailsWith(ErrorCode::StorageCorrupt))
        << damaged.size();
  }
  fs::remove(PathOf(whole));
  EXPECT_THAT(Verify(*store, name), FailsWith(ErrorCode::StorageCorrupt));
}

TEST_F(FolderStoreTest, NoticesAnObjectThatIsCutWhileItIsRead) {
  const auto store = Open();
  ASSERT_THAT(Put(*store), Succeeds());
  const auto reader = *store->Open(name_);
  Overwrite(PathOf(kText), "short");
  std::vector<std::byte> into(kText.size());

  EXPECT_THAT(reader->ReadAt(0, into), FailsWith(ErrorCode::StorageCorrupt));
}

TEST_F(FolderStoreTest, MendsADamagedObjectThatIsPutAgain) {
  const auto store = Open();
  ASSERT_THAT(Put(*store), Succeeds());
  Overwrite(PathOf(kText), "damage");

  ASSERT_THAT(Put(*store), Succeeds());

  EXPECT_THAT(Verify(*store, name_), Succeeds());
}

TEST_F(FolderStoreTest, ReportsReadErrorsOfTheDisk) {
  const auto store = Open();
  ASSERT_THAT(Put(*store), Succeeds());
  for (const FileCallKind kind : {FileCallKind::Open, FileCallKind::Read}) {
    files_.Break({.kind = kind, .and_later = true, .error = ErrorCode::StorageUnavailable});
    EXPECT_THAT(Verify(*store, name_), FailsWith(ErrorCode::StorageUnavailable));
    files_.Mend();
  }
  files_.Break(
      {.kind = FileCallKind::List, .and_later = true, .error = ErrorCode::StorageUnavailable});
  EXPECT_THAT(store->List(std::nullopt, {}, 10), FailsWith(ErrorCode::StorageUnavailable));
}

TEST_F(FolderStoreTest, PassesOverFilesThatAreNoObjects) {
  const auto store = Open();
  ASSERT_THAT(Put(*store), Succeeds());
  Overwrite(root_ / "README", "x");
  Overwrite(root_ / kAcme.value / "notes", "x");
  Overwrite(PathOf(kText).parent_path() / "notes", "x");
  const std::string digits = Sha256(kText).ToHex();
  fs::create_directories(root_ / "UPPER" / digits.substr(0, 2));
  std::string upper = digits;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  Overwrite(PathOf(kText).parent_path() / upper, "x");
  const std::string other_shard = digits.starts_with("00") ? "01" : "00";
  for (const std::string& shard : {other_shard, digits.substr(0, 3), std::string("zz")}) {
    fs::create_directories(root_ / kAcme.value / shard);
    Overwrite(root_ / kAcme.value / shard / digits, "x");
  }

  EXPECT_THAT(store->List(std::nullopt, {}, 10)->objects, SizeIs(1));
}

TEST_F(FolderStoreTest, RemovesWhatACrashLeftUnfinished) {
  const auto store = Open();
  auto crashed = *store->BeginPut(kAcme);
  ASSERT_THAT(crashed->Append(AsBytes("half")), Succeeds());
  files_.Break({.kind = FileCallKind::Remove, .error = ErrorCode::StorageUnavailable});
  crashed.reset();
  files_.Mend();
  clock_.Advance(1h);
  auto going_on = *store->BeginPut(kAcme);
  ASSERT_THAT(FilesOnDisk(), SizeIs(2));

  EXPECT_EQ(store->RemoveUnfinished(clock_.Now(), 10), 1U);

  ASSERT_THAT(going_on->Append(AsBytes("whole")), Succeeds());
  EXPECT_THAT(going_on->Commit(), Succeeds());
}

TEST_F(FolderStoreTest, IsFreedByTheSweeperFromWhatACrashLeftUnfinished) {
  class NoRows : public ObjectReferences {
    Result<std::vector<bool>> AreReferenced(std::span<const ObjectName> names) override {
      return std::vector<bool>(names.size(), false);
    }
  };
  const auto store = Open();
  Overwrite(root_ / ".incoming" / NewId(clock_, random_), "half");
  ASSERT_THAT(Put(*store), Succeeds());
  NoRows rows;
  Sweeper sweeper(*store, rows, clock_, {.grace = 1h});

  ASSERT_THAT(sweeper.Step(), Succeeds());
  EXPECT_THAT(FilesOnDisk(), SizeIs(2));
  clock_.Advance(1h + 1ms);
  ASSERT_THAT(sweeper.Step(), Succeeds());

  EXPECT_THAT(FilesOnDisk(), IsEmpty());
}

TEST_F(FolderStoreTest, SaysThatItsFolderHasGoneInsteadOfNotFound) {
  const auto store = Open();
  fs::remove_all(root_);

  EXPECT_THAT(Put(*store), FailsWith(ErrorCode::StorageUnavailable));
}

TEST_F(FolderStoreTest, RefusesToOpenWhereAFileIs) {
  Overwrite(root_, "a file");

  EXPECT_FALSE(FolderStore::Open(root_, {.files = files_, .clock = clock_, .random = random_}));
}

}  // namespace
}  // namespace armillary::objects
