#include "metadata/migration.h"

#include <array>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/testing/result_matchers.h"
#include "metadata/internal/schema_script.h"
#include "metadata/postgres_database.h"
#include "metadata/sqlite_database.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/postgres_server.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::metadata {
namespace {

Migration First() {
  return {.module = "test",
          .name = "0001_first.sql",
          .sql =
              "CREATE TABLE things (tenant_id TEXT NOT NULL, name TEXT NOT NULL, "
              "size BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, name));\n"
              "CREATE TABLE kinds (name TEXT PRIMARY KEY);\n"
              "INSERT INTO things (tenant_id, name) VALUES ('acme', 'seed');\n"};
}

Migration Second() {
  return {.module = "test",
          .name = "0002_second.sql",
          .sql =
              "-- Expands.\nALTER TABLE things ADD COLUMN colour TEXT;\n"
              "UPDATE things SET colour = 'red';\n"
              "CREATE INDEX things_by_colour ON things (tenant_id, colour) "
              "WHERE colour IS NOT NULL;\nDROP TABLE kinds;"};
}

Migration Broken() {
  return {.module = "test",
          .name = "0002_broken.sql",
          .sql = "CREATE TABLE half (name TEXT); INSERT INTO half (nothing) VALUES ('x')"};
}

// Opens the same empty database with one set of migrations after another.
class MigrationTest : public testing::TestWithParam<Engine> {
 protected:
  MigrationTest() : place_(GetParam(), {}) {}

  Result<std::unique_ptr<Database>> Open(const std::vector<Migration>& migrations) {
    std::vector<Migration> all = OwnMigrations();
    all.insert(all.end(), migrations.begin(), migrations.end());
    if (GetParam() == Engine::Sqlite) {
      ARM_TRY(auto opened, SqliteDatabase::Open({.path = place_.Place() + "/other.db"}, all));
      return std::unique_ptr<Database>(std::move(opened));
    }
    ARM_TRY(auto opened,
            PostgresDatabase::Open(
                {.connection = Secret(PostgresServer::Shared().Address("migrated"))}, all));
    return std::unique_ptr<Database>(std::move(opened));
  }

  void SetUp() override {
    if (GetParam() == Engine::Postgres) {
      PostgresServer::Shared().Execute("postgres", "CREATE DATABASE migrated OWNER armillary");
    }
  }
  void TearDown() override {
    if (GetParam() == Engine::Postgres) {
      PostgresServer::Shared().Execute("postgres", "DROP DATABASE migrated WITH (FORCE)");
    }
  }

  static Result<std::optional<Row>> Ask(Database& database, std::string_view sql) {
    return database.Read(
        [&](Transaction& transaction) { return transaction.QueryOne(kAcme, sql); });
  }

  TestDatabase place_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, MigrationTest, Engines(), EngineName);

TEST_P(MigrationTest, RunsWhatIsNewAndKeepsWhatIsThere) {
  ASSERT_THAT(Open({First()}), Succeeds());
  const auto database = Open({First(), Second()});
  ASSERT_THAT(database, Succeeds());

  const auto row = Ask(**database, "SELECT name, colour FROM things WHERE tenant_id = $1");

  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ((*row)->Text(0), "seed");
  EXPECT_EQ((*row)->Text(1), "red");
  EXPECT_THAT(Ask(**database, "SELECT name FROM kinds"), FailsWith(ErrorCode::StatementRefused));
}

TEST_P(MigrationTest, RefusesADatabaseOfANewerVersion) {
  ASSERT_THAT(Open({First(), Second()}), Succeeds());

  EXPECT_THAT(Open({First()}), FailsWith(ErrorCode::SchemaNewer));
}

TEST_P(MigrationTest, RefusesAMigrationThatChangedSinceItRan) {
  ASSERT_THAT(Open({First()}), Succeeds());
  Migration changed = First();
  changed.sql += " ";

  EXPECT_THAT(Open({changed}), FailsWith(ErrorCode::SchemaChanged));
}

TEST_P(MigrationTest, LeavesNothingOfAMigrationThatFails) {
  EXPECT_THAT(Open({First(), Broken()}), FailsWith(ErrorCode::Internal));

  const auto database = Open({First(), Second()});
  ASSERT_THAT(database, Succeeds());
  Migration again = Broken();
  again.sql = "CREATE TABLE half (name TEXT)";
  EXPECT_THAT(Open({First(), Second(), again}), Succeeds());
}

TEST_P(MigrationTest, ConvertsNoTypes) {
  const auto database = Open({First()});
  ASSERT_THAT(database, Succeeds());

  const auto outcome = (*database)->Write([](Transaction& transaction) {
    return transaction.Query(
        kAcme, "INSERT INTO things (tenant_id, name, size) VALUES ($1, 'x', $2)", {"twelve"});
  });

  EXPECT_THAT(outcome, FailsWith(ErrorCode::Internal));
}

TEST_P(MigrationTest, TellsTenantTablesFromOthers) {
  const auto tables = TablesOf(std::array{First(), Second()});

  ASSERT_THAT(tables, Succeeds());
  EXPECT_TRUE(tables->IsTenant("things"));
  EXPECT_FALSE(tables->Contains("kinds"));
  EXPECT_TRUE(tables->Contains("schema_migrations"));
}

TEST(SchemaScriptTest, RefusesWhatIsNotInTheCommonDialect) {
  for (const char* const sql :
       {"CREATE TABLE t (a VARCHAR(10))", "CREATE TABLE t (a INTEGER)",
        "CREATE TABLE t (a BOOLEAN)", "CREATE TABLE t (a TIMESTAMP)",
        "CREATE TABLE t (a BIGSERIAL)", "CREATE VIEW v AS SELECT 1",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "GRANT ALL ON t TO PUBLIC",
        "ALTER TABLE t RENAME TO u", "ALTER TABLE t DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE t ADD COLUMN tenant_id TEXT", "ALTER TABLE t DROP COLUMN tenant_id",
        "DROP TABLE a, b", "DROP SCHEMA public", "SET ROLE postgres", "SELECT 1", "nonsense"}) {
    EXPECT_THAT(ParseScript(sql, Dialect::Sqlite), FailsWith(ErrorCode::StatementRefused)) << sql;
    EXPECT_THAT(ParseScript(sql, Dialect::Postgres), FailsWith(ErrorCode::StatementRefused)) << sql;
  }
}

TEST(SchemaScriptTest, WritesEachEnginesOwnWords) {
  constexpr const char* kSql =
      "CREATE TABLE t (a text NOT NULL, b BIGINT, c bytea, d double precision CHECK (d > 0))";

  EXPECT_EQ((*ParseScript(kSql, Dialect::Sqlite))[0].sql,
            "CREATE TABLE t (a TEXT NOT NULL, b INT, c BLOB, d REAL CHECK (d > 0))\nSTRICT");
  EXPECT_EQ((*ParseScript(kSql, Dialect::Postgres))[0].sql,
            "CREATE TABLE t (a TEXT COLLATE \"C\" NOT NULL, b BIGINT, c BYTEA, "
            "d DOUBLE PRECISION CHECK (d > 0))");
}

}  // namespace
}  // namespace armillary::metadata
