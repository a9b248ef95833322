#include "metadata/testing/each_engine.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

#include "base/digest.h"
#include "metadata/postgres_database.h"
#include "metadata/sqlite_database.h"
#include "metadata/testing/postgres_server.h"

namespace armillary::metadata {
namespace {

template <class T>
T Must(Result<T> result) {
  if (!result) {
    throw std::runtime_error("a database for a test: " + result.error().message);
  }
  return *std::move(result);
}

std::string NextName(const std::string& prefix) {
  static std::atomic<unsigned> number{0};
  return prefix + std::to_string(++number);
}

PostgresDatabase::Options PostgresOptions(const std::string& name) {
  return {.connection = Secret(PostgresServer::Shared().Address(name)), .connections = 16};
}

// The databases of one set of migrations: copies of the first, used again and again.
struct Copies {
  std::string original;
  std::vector<std::string> free;
};

// Remembers the rows that migrations left, so that a copy can be made as new.
constexpr const char* kKeepSeeds = R"(
CREATE SCHEMA seeds;
DO $$
DECLARE name TEXT;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE seeds.%I AS SELECT * FROM public.%I', name, name);
  END LOOP;
END $$)";

constexpr const char* kReset = R"(
SET session_replication_role = replica;
DO $$
DECLARE name TEXT;
BEGIN
  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'seeds' LOOP
    EXECUTE format('DELETE FROM public.%I', name);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM seeds.%I', name, name);
  END LOOP;
END $$)";

Copies& CopiesOf(const std::vector<Migration>& migrations) {
  static std::map<std::string, Copies> copies_by_content;
  std::string content;
  for (const Migration& migration : migrations) {
    content += migration.module + "/" + migration.name + "\n" + migration.sql;
  }
  return copies_by_content[Sha256(content).ToHex()];
}

// Migrates once for each set of migrations; a copy takes a tenth of the time, and a copy that an
// earlier test left, much less.
std::string TakeCopy(const std::vector<Migration>& migrations) {
  const PostgresServer& server = PostgresServer::Shared();
  Copies& copies = CopiesOf(migrations);
  if (copies.original.empty()) {
    const std::string original = NextName("original_");
    server.Execute("postgres", "CREATE DATABASE " + original + " OWNER armillary");
    Must(PostgresDatabase::Open(PostgresOptions(original), migrations));
    server.Execute(original, kKeepSeeds);
    copies.original = original;
  }
  if (!copies.free.empty()) {
    std::string name = std::move(copies.free.back());
    copies.free.pop_back();
    server.Execute(name, kReset);
    return name;
  }
  std::string name = NextName("test_");
  server.Execute("postgres",
                 "CREATE DATABASE " + name + " OWNER armillary TEMPLATE " + copies.original);
  return name;
}

std::string MakePlace(Engine engine, const std::vector<Migration>& migrations) {
  if (engine == Engine::Postgres) {
    return TakeCopy(migrations);
  }
  std::string path = std::filesystem::temp_directory_path() / "armillary_db_XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    throw std::runtime_error("a database for a test: no temporary folder");
  }
  return path;
}

std::vector<Migration> WithOwn(std::vector<Migration> migrations) {
  std::vector<Migration> all = OwnMigrations();
  std::ranges::move(migrations, std::back_inserter(all));
  return all;
}

}  // namespace

TestDatabase::TestDatabase(Engine engine, std::vector<Migration> migrations)
    : engine_(engine),
      migrations_(WithOwn(std::move(migrations))),
      place_(MakePlace(engine, migrations_)) {
  Open();
}

TestDatabase::~TestDatabase() {
  database_.reset();
  std::error_code ignored;
  if (engine_ == Engine::Sqlite) {
    std::filesystem::remove_all(place_, ignored);
  } else {
    CopiesOf(migrations_).free.push_back(place_);
  }
}

void TestDatabase::Reopen() {
  database_.reset();
  Open();
}

void TestDatabase::Open() {
  if (engine_ == Engine::Sqlite) {
    database_ = Must(SqliteDatabase::Open({.path = place_ + "/armillary.db"}, migrations_));
  } else {
    database_ = Must(PostgresDatabase::Open(PostgresOptions(place_), migrations_));
  }
}

EachEngine::EachEngine(std::vector<Migration> migrations)
    : database_(GetParam(), std::move(migrations)) {}

std::string EngineName(const testing::TestParamInfo<Engine>& engine) {
  return engine.param == Engine::Sqlite ? "SQLite" : "PostgreSQL";
}

}  // namespace armillary::metadata
