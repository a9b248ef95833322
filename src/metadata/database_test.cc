#include "metadata/database.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::metadata {
namespace {

const TenantScope kAcme = TestScopes::Tenant({"acme"});
const TenantScope kGlobex = TestScopes::Tenant({"globex"});
const SystemScope kSystem = TestScopes::System();

constexpr std::string_view kInsert =
    "INSERT INTO models (tenant_id, name, size) VALUES ($1, $2, $3)";

std::vector<Migration> TestTables() {
  return {{.module = "test",
           .name = "0001_models.sql",
           .sql = "CREATE TABLE models (tenant_id TEXT NOT NULL, name TEXT NOT NULL, "
                  "size BIGINT NOT NULL, score DOUBLE PRECISION, bytes BYTEA, "
                  "PRIMARY KEY (tenant_id, name));"
                  "CREATE TABLE versions (tenant_id TEXT NOT NULL, model TEXT NOT NULL, "
                  "number BIGINT NOT NULL, PRIMARY KEY (tenant_id, model, number), "
                  "FOREIGN KEY (tenant_id, model) REFERENCES models (tenant_id, name));"
                  "CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT)"}};
}

class DatabaseTest : public EachEngine {
 protected:
  DatabaseTest() : EachEngine(TestTables()) {}

  Result<void> Insert(const TenantScope& scope, const std::string& name, std::int64_t size) {
    return database().Write([&](Transaction& transaction) -> Result<void> {
      ARM_TRY(const auto ignored, transaction.Query(scope, kInsert, {name, size}));
      return {};
    });
  }

  std::vector<std::string> Names(const TenantScope& scope) {
    const auto rows = database().Read([&](Transaction& transaction) {
      return transaction.Query(scope, "SELECT name FROM models WHERE tenant_id = $1 ORDER BY name");
    });
    EXPECT_THAT(rows, Succeeds());
    std::vector<std::string> names;
    for (const Row& row : *rows) {
      names.push_back(row.Text(0));
    }
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, DatabaseTest, Engines(), EngineName);

TEST_P(DatabaseTest, KeepsWhatAClosureWroteAcrossARestart) {
  ASSERT_THAT(Insert(kAcme, "churn", 7), Succeeds());

  Reopen();

  EXPECT_THAT(Names(kAcme), testing::ElementsAre("churn"));
  EXPECT_THAT(Names(kGlobex), testing::IsEmpty());
}

}  // namespace
}  // namespace armillary::metadata
