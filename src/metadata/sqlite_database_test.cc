#include "metadata/sqlite_database.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <semaphore>
#include <sqlite3.h>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "metadata/internal/sqlite_vfs.h"
#include "metadata/testing/test_scopes.h"
#include "metadata/testing/test_tables.h"

namespace armillary::metadata {
namespace {

// Fails calls while it is told to, and counts them.
class SwitchableFaults : public StorageFaults {
 public:
  int Before(StorageCall call, std::string_view) override {
    syncs += call == StorageCall::Sync ? 1 : 0;
    if (call == StorageCall::Write && write_result != SQLITE_OK) {
      return write_result;
    }
    return call == StorageCall::Sync ? sync_result.load() : SQLITE_OK;
  }

  std::atomic<int> write_result{SQLITE_OK};
  std::atomic<int> sync_result{SQLITE_OK};
  std::atomic<int> syncs{0};
};

class SqliteDatabaseTest : public testing::Test {
 protected:
  SqliteDatabaseTest() {
    std::string path = std::filesystem::temp_directory_path() / "armillary_sqlite_XXXXXX";
    folder_ = ::mkdtemp(path.data());
  }
  ~SqliteDatabaseTest() override { std::filesystem::remove_all(folder_); }

  Result<std::unique_ptr<SqliteDatabase>> Open(const std::string& name = "armillary.db") {
    return SqliteDatabase::Open({.path = folder_ / name, .faults = &faults_}, TestTables());
  }

  static Result<void> Insert(Database& database, const std::string& name, int rows = 1) {
    return database.Write([&](Transaction& transaction) -> Result<void> {
      for (int i = 0; i < rows; ++i) {
        const std::string row = name + (i == 0 ? "" : std::to_string(i));
        ARM_TRY(const auto ignored,
                transaction.Query(
                    kAcme, "INSERT INTO models (tenant_id, name, size) VALUES ($1, $2, 1)", {row}));
      }
      return {};
    });
  }

  static std::int64_t Count(Database& database) {
    const auto row = database.Read([](Transaction& transaction) {
      return transaction.QueryOne(kAcme, "SELECT count(*) FROM models WHERE tenant_id = $1");
    });
    return (*row)->Integer(0);
  }

  SwitchableFaults faults_;
  std::filesystem::path folder_;
};

// Keeps the writer busy with one closure, so that those that come meanwhile make one group.
class HeldWriter {
 public:
  explicit HeldWriter(SqliteDatabase& database) : database_(database), thread_([this] { Hold(); }) {
    started_.acquire();
  }

  void AwaitWaiting(std::size_t closures) const {
    while (database_.WaitingWrites() < closures) {
      std::this_thread::yield();
    }
  }
  void Release() { go_on_.release(); }

 private:
  void Hold() {
    const auto held = database_.Write([this](Transaction&) -> Result<void> {
      started_.release();
      go_on_.acquire();
      return {};
    });
    EXPECT_THAT(held, Succeeds());
  }

  SqliteDatabase& database_;
  std::binary_semaphore started_{0};
  std::binary_semaphore go_on_{0};
  std::jthread thread_;
};

TEST_F(SqliteDatabaseTest, CommitsManyWaitingClosuresWithOneSync) {
  const auto database = *Open();
  HeldWriter writer(*database);
  std::vector<std::jthread> others;
  for (int i = 0; i < 20; ++i) {
    others.emplace_back([&, i] { EXPECT_THAT(Insert(*database, std::to_string(i)), Succeeds()); });
  }
  writer.AwaitWaiting(20);
  const int syncs_before = faults_.syncs;
  writer.Release();
  others.clear();

  EXPECT_EQ(Count(*database), 20);
  EXPECT_EQ(database->Writes().closures, 21U);
  EXPECT_EQ(database->Writes().commits, 2U);
  EXPECT_EQ(faults_.syncs - syncs_before, 1);
}

TEST_F(SqliteDatabaseTest, LosesOnlyTheClosureThatFailsOutOfAGroup) {
  const auto database = *Open();
  ASSERT_THAT(Insert(*database, "taken"), Succeeds());
  HeldWriter writer(*database);
  std::vector<std::jthread> group;
  group.emplace_back([&] { EXPECT_THAT(Insert(*database, "left", 3), Succeeds()); });
  group.emplace_back(
      [&] { EXPECT_THAT(Insert(*database, "taken"), FailsWith(ErrorCode::AlreadyExists)); });
  group.emplace_back([&] { EXPECT_THAT(Insert(*database, "right", 3), Succeeds()); });
  writer.AwaitWaiting(3);
  writer.Release();
  group.clear();

  EXPECT_EQ(Count(*database), 7);
  EXPECT_EQ(database->Writes().commits, 3U);
}

TEST_F(SqliteDatabaseTest, TellsNobodyOfWhatALostGroupHadDone) {
  const auto database = *Open();
  HeldWriter writer(*database);
  std::vector<std::jthread> group;
  for (std::size_t i = 1; i <= 2; ++i) {
    group.emplace_back(
        [&] { EXPECT_THAT(Insert(*database, "same"), FailsWith(ErrorCode::StorageFull)); });
    writer.AwaitWaiting(i);
  }
  faults_.write_result = SQLITE_FULL;
  writer.Release();
  group.clear();
  faults_.write_result = SQLITE_OK;

  EXPECT_EQ(Count(*database), 0);
  EXPECT_THAT(Insert(*database, "same"), Succeeds());
}

TEST_F(SqliteDatabaseTest, RefusesWritesBeyondItsQueue) {
  const auto database =
      *SqliteDatabase::Open({.path = folder_ / "small.db", .queued_writes = 1}, TestTables());
  HeldWriter writer(*database);
  const std::jthread second([&] { EXPECT_THAT(Insert(*database, "waits"), Succeeds()); });
  writer.AwaitWaiting(1);

  EXPECT_THAT(Insert(*database, "refused"), FailsWith(ErrorCode::QueueFull));
  writer.Release();
}

TEST_F(SqliteDatabaseTest, RecoversFromAFullDiskWithoutARestart) {
  const auto database = *Open();
  ASSERT_THAT(Insert(*database, "before"), Succeeds());

  faults_.write_result = SQLITE_FULL;
  EXPECT_THAT(Insert(*database, "full"), FailsWith(ErrorCode::StorageFull));
  EXPECT_EQ(Count(*database), 1);
  faults_.write_result = SQLITE_OK;

  EXPECT_THAT(Insert(*database, "after"), Succeeds());
  EXPECT_EQ(Count(*database), 2);
}

TEST_F(SqliteDatabaseTest, NamesADiskThatTakesNoWritesOrFails) {
  const auto database = *Open();

  faults_.write_result = SQLITE_READONLY;
  EXPECT_THAT(Insert(*database, "read-only"), FailsWith(ErrorCode::StorageReadOnly));
  faults_.write_result = SQLITE_IOERR_WRITE;
  EXPECT_THAT(Insert(*database, "broken"), FailsWith(ErrorCode::DatabaseUnavailable));
  faults_.write_result = SQLITE_OK;

  EXPECT_THAT(Insert(*database, "after"), Succeeds());
  EXPECT_EQ(Count(*database), 1);
}

TEST_F(SqliteDatabaseTest, EndsTheProcessWhereASyncFails) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_DEATH(
      {
        const auto database = *Open();
        faults_.sync_result = SQLITE_IOERR_FSYNC;
        static_cast<void>(Insert(*database, "unsure"));
      },
      "assertion failed: !sync_failed");
}

TEST_F(SqliteDatabaseTest, RefusesADamagedFile) {
  {
    const auto database = *Open();
    ASSERT_THAT(Insert(*database, "row", 2000), Succeeds());
  }
  std::fstream file(folder_ / "armillary.db", std::ios::in | std::ios::out | std::ios::binary);
  for (int page = 3; page < 20; ++page) {
    file.seekp(page * 4096);
    file << std::string(64, '\x7f');
  }
  file.close();

  EXPECT_THAT(Open(), FailsWith(ErrorCode::DatabaseCorrupt));
}

TEST_F(SqliteDatabaseTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(folder_ / "armillary.db") << std::string(8192, 'x');

  EXPECT_THAT(Open(), FailsWith(ErrorCode::DatabaseCorrupt));
}

TEST_F(SqliteDatabaseTest, KeepsTheFileToItsOwner) {
  const auto database = *Open();
  ASSERT_THAT(Insert(*database, "row"), Succeeds());

  using std::filesystem::perms;
  for (const char* const name : {"armillary.db", "armillary.db-wal", "armillary.db-shm"}) {
    EXPECT_EQ(std::filesystem::status(folder_ / name).permissions(),
              perms::owner_read | perms::owner_write)
        << name;
  }
}

TEST_F(SqliteDatabaseTest, FailsWhereTheFolderIsMissing) {
  EXPECT_THAT(Open("nowhere/armillary.db"), FailsWith(ErrorCode::NotFound));
}

}  // namespace
}  // namespace armillary::metadata
