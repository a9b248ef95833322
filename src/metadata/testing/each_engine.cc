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

// Migrates once for each set of migrations; copying the result is many times faster.
std::string TemplateOf(const std::vector<Migration>& migrations) {
  static std::map<std::string, std::string> name_by_content;
  std::string content;
  for (const Migration& migration : migrations) {
    content += migration.module + "/" + migration.name + "\n" + migration.sql;
  }
  std::string& name = name_by_content[Sha256(content).ToHex()];
  if (name.empty()) {
    const std::string fresh = NextName("template_");
    PostgresServer::Shared().Execute("postgres", "CREATE DATABASE " + fresh + " OWNER armillary");
    Must(PostgresDatabase::Open(PostgresOptions(fresh), migrations));
    name = fresh;
  }
  return name;
}

std::string MakePlace(Engine engine, const std::vector<Migration>& migrations) {
  if (engine == Engine::Postgres) {
    const std::string name = NextName("test_");
    PostgresServer::Shared().Execute("postgres", "CREATE DATABASE " + name + " OWNER armillary " +
                                                     "TEMPLATE " + TemplateOf(migrations));
    return name;
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
    PostgresServer::Shared().Execute("postgres", "DROP DATABASE " + place_ + " WITH (FORCE)");
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
