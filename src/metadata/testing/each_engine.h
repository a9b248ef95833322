#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "metadata/database.h"
#include "metadata/migration.h"

namespace armillary::metadata {

enum class Engine { Sqlite, Postgres };

inline void PrintTo(Engine engine, std::ostream* out) {
  *out << (engine == Engine::Sqlite ? "SQLite" : "PostgreSQL");
}

// A new database of an engine, with the tables of `migrations`; gone when it goes. Throws
// std::runtime_error when it cannot be made.
class TestDatabase {
 public:
  TestDatabase(Engine engine, std::vector<Migration> migrations);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }

  // Opens it anew with what was committed, as after a restart.
  void Reopen();

  // The folder of a SQLite file, or the name of a PostgreSQL database.
  const std::string& Place() const { return place_; }

 private:
  void Open();

  const Engine engine_;
  const std::vector<Migration> migrations_;
  std::string place_;
  std::unique_ptr<Database> database_;
};

// The fixture of each test of a store, which then runs on both engines:
//
//   class TokenStoreTest : public metadata::EachEngine {
//    protected:
//     TokenStoreTest() : EachEngine(MigrationsOf("tenancy", schema::EmbeddedFiles())) {}
//   };
//   INSTANTIATE_TEST_SUITE_P(EachEngine, TokenStoreTest, metadata::Engines(),
//   metadata::EngineName); TEST_P(TokenStoreTest, FindsWhatWasInserted) { database().Write(...); }
class EachEngine : public testing::TestWithParam<Engine> {
 protected:
  // The tables of metadata itself are always there.
  explicit EachEngine(std::vector<Migration> migrations = {});

  Database& database() { return *database_; }
  void Reopen() { database_.Reopen(); }

  TestDatabase database_;
};

inline auto Engines() { return testing::Values(Engine::Sqlite, Engine::Postgres); }
std::string EngineName(const testing::TestParamInfo<Engine>& engine);

}  // namespace armillary::metadata
