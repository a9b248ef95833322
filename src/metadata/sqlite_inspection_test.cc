#include "metadata/sqlite_inspection.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "metadata/sqlite_database.h"
#include "metadata/testing/test_scopes.h"
#include "metadata/testing/test_tables.h"

namespace armillary::metadata {
namespace {

Result<void> Insert(Database& database, const std::string& name) {
  return database.Write([&](Transaction& transaction) -> Result<void> {
    ARM_TRY(const auto ignored,
            transaction.Query(
                kAcme, "INSERT INTO models (tenant_id, name, size) VALUES ($1, $2, 1)", {name}));
    return {};
  });
}

std::int64_t Count(Database& database) {
  const auto row = database.Read([](Transaction& transaction) {
    return transaction.QueryOne(kAcme, "SELECT count(*) FROM models WHERE tenant_id = $1");
  });
  return (*row)->Integer(0);
}

class SqliteInspectionTest : public testing::Test {
 protected:
  SqliteInspectionTest() {
    std::string path = std::filesystem::temp_directory_path() / "armillary_inspect_XXXXXX";
    folder_ = ::mkdtemp(path.data());
  }
  ~SqliteInspectionTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<SqliteDatabase> Serve(const std::string& name = "armillary.db") {
    auto opened = SqliteDatabase::Open({.path = folder_ / name}, TestTables());
    EXPECT_THAT(opened, Succeeds());
    return *std::move(opened);
  }
  Result<std::unique_ptr<SqliteInspection>> Inspect(const std::string& name = "armillary.db") {
    return SqliteInspection::Open(folder_ / name, TestTables());
  }

  std::filesystem::path folder_;
};

TEST_F(SqliteInspectionTest, SeesWhatAnotherCommits) {
  const auto served = Serve();
  const auto inspection = *Inspect();
  EXPECT_EQ(Count(*inspection), 0);

  ASSERT_THAT(Insert(*served, "row"), Succeeds());

  EXPECT_EQ(Count(*inspection), 1);
}

TEST_F(SqliteInspectionTest, RefusesToWrite) {
  const auto served = Serve();

  EXPECT_THAT(Insert(**Inspect(), "row"), FailsWith(ErrorCode::StorageReadOnly));
}

TEST_F(SqliteInspectionTest, MakesNoFile) {
  EXPECT_THAT(Inspect(), FailsWith(ErrorCode::DatabaseUnavailable));

  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(SqliteInspectionTest, RunsNoMigration) {
  static_cast<void>(Serve());
  std::vector<Migration> later = TestTables();
  later.push_back({.module = "test", .name = "0009_later.sql", .sql = "CREATE TABLE l (a TEXT)"});

  EXPECT_THAT(SqliteInspection::Open(folder_ / "armillary.db", later),
              FailsWith(ErrorCode::SchemaOlder));
  EXPECT_THAT(Inspect(), Succeeds());
}

TEST_F(SqliteInspectionTest, CopiesOneSnapshotWhileOthersWrite) {
  const auto served = Serve();
  ASSERT_THAT(Insert(*served, "row"), Succeeds());
  std::atomic<bool> stop{false};
  std::atomic<std::int64_t> added{1};
  std::jthread writer([&] {
    while (!stop) {
      EXPECT_THAT(Insert(*served, "more" + std::to_string(added)), Succeeds());
      ++added;
    }
  });
  while (added < 10) {
    std::this_thread::yield();
  }
  const auto inspection = *Inspect();
  const std::int64_t before = added;
  ASSERT_THAT(inspection->CopyTo(folder_ / "copy.db"), Succeeds());
  const std::int64_t after = added + 1;
  stop = true;
  writer.join();

  const auto copy = Serve("copy.db");
  EXPECT_GE(Count(*copy), before);
  EXPECT_LE(Count(*copy), after);
  EXPECT_THAT(Insert(*copy, "goes on"), Succeeds());
  EXPECT_THAT(inspection->CopyTo(folder_ / "copy.db"), FailsWith(ErrorCode::AlreadyExists));
}

TEST_F(SqliteInspectionTest, LeavesACopyThatStandsAlone) {
  const auto served = Serve();
  ASSERT_THAT(Insert(*served, "row"), Succeeds());
  std::filesystem::create_directory(folder_ / "backup");
  ASSERT_THAT((*Inspect())->CopyTo(folder_ / "backup" / "copy.db"), Succeeds());

  const auto copy = *Inspect("backup/copy.db");

  EXPECT_EQ(Count(*copy), 1);
  EXPECT_THAT(copy->CheckIntegrity(), Succeeds());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "backup" / "copy.db-wal"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "backup" / "copy.db-shm"));
}

TEST_F(SqliteInspectionTest, FindsDamageThatOpeningDoesNot) {
  {
    const auto served = Serve();
    for (int i = 0; i < 300; ++i) {
      ASSERT_THAT(Insert(*served, "row" + std::to_string(i)), Succeeds());
    }
  }
  const auto inspection = *Inspect();
  ASSERT_THAT(inspection->CheckIntegrity(), Succeeds());
  std::fstream file(folder_ / "armillary.db", std::ios::in | std::ios::out | std::ios::binary);
  const auto pages = std::filesystem::file_size(folder_ / "armillary.db") / 4096;
  file.seekp(static_cast<std::streamoff>((pages - 1) * 4096));
  file << std::string(64, '\x7f');
  file.close();

  EXPECT_THAT((*Inspect())->CheckIntegrity(), FailsWith(ErrorCode::DatabaseCorrupt));
}

}  // namespace
}  // namespace armillary::metadata
