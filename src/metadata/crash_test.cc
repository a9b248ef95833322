#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/crash_sweep.h"
#include "base/testing/result_matchers.h"
#include "metadata/sqlite_database.h"
#include "metadata/sqlite_inspection.h"
#include "metadata/testing/test_scopes.h"
#include "metadata/testing/test_tables.h"

namespace armillary::metadata {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInsertModel =
    "INSERT INTO models (tenant_id, name, size) VALUES ($1, $2, $3)";

std::vector<Migration> Migrations(bool is_later) {
  std::vector<Migration> migrations = OwnMigrations();
  migrations.push_back(TestTables().front());
  if (is_later) {
    migrations.push_back({.module = "test",
                          .name = "0002_expand.sql",
                          .sql = "ALTER TABLE models ADD COLUMN colour TEXT;"
                                 "UPDATE models SET colour = 'red';"
                                 "CREATE TABLE more (name TEXT PRIMARY KEY)"});
  }
  return migrations;
}

std::unique_ptr<SqliteDatabase> Open(const fs::path& folder, bool is_later) {
  auto opened =
      SqliteDatabase::Open({.path = folder / "armillary.db", .readers = 1}, Migrations(is_later));
  EXPECT_THAT(opened, Succeeds());
  return *std::move(opened);
}

// Two rows in one closure, which must come and go together.
void InsertPairAndTell(Database& database, const std::string& name) {
  ASSERT_THAT(database.Write([&](Transaction& transaction) -> Result<void> {
    ARM_TRY(const auto a, transaction.Query(kAcme, kInsertModel, {name, std::int64_t{1}}));
    ARM_TRY(const auto b, transaction.Query(kAcme, kInsertModel,
                                            {name + "-twin", std::int64_t{1} << name.size() % 40}));
    return {};
  }),
              Succeeds());
  Acknowledge(name);
}

TEST(SqliteChild, DISABLED_WritesAndMigrates) {
  {
    const auto database = Open(CrashFolder(), false);
    InsertPairAndTell(*database, "first");
    InsertPairAndTell(*database, std::string(9'000, 'x'));
    InsertPairAndTell(*database, "third");
  }
  const auto database = Open(CrashFolder(), true);
  InsertPairAndTell(*database, "after the migration");
}

Result<Transaction::Rows> Ask(Database& database, std::string_view sql,
                              const Transaction::Arguments& arguments = {}) {
  return database.Read(
      [&](Transaction& transaction) { return transaction.Query(kAcme, sql, arguments); });
}

TEST(SqliteCrashTest, LosesNoAcknowledgedWriteAtAnyCrashPoint) {
  std::size_t found = 0;
  const std::size_t points =
      CrashSweep("SqliteChild.DISABLED_WritesAndMigrates")
          .Run([&](const fs::path& folder, const std::vector<std::string>& acknowledged) {
            const auto database = Open(folder, true);
            for (const std::string& name : acknowledged) {
              const auto rows = Ask(
                  *database, "SELECT name FROM models WHERE tenant_id = $1 AND name = $2", {name});
              EXPECT_EQ(rows->size(), 1U) << name.substr(0, 20);
              found += rows->size();
            }
            const auto all = Ask(*database, "SELECT count(*) FROM models WHERE tenant_id = $1");
            EXPECT_EQ((*all)[0].Integer(0) % 2, 0) << "half of a closure was kept";
            EXPECT_GE((*all)[0].Integer(0), static_cast<std::int64_t>(acknowledged.size()) * 2);
            EXPECT_THAT(Ask(*database, "SELECT name FROM more"), Succeeds());
            const auto inspection =
                SqliteInspection::Open(folder / "armillary.db", Migrations(true));
            ASSERT_THAT(inspection, Succeeds());
            EXPECT_THAT((*inspection)->CheckIntegrity(), Succeeds());
          });

  EXPECT_GE(points, 60U);
  std::cout << points << " crash points, " << found << " acknowledged writes found again\n";
}

}  // namespace
}  // namespace armillary::metadata
