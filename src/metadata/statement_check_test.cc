#include "metadata/statement_check.h"

#include <iostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "metadata/testing/statement_corpus.h"

namespace armillary::metadata {
namespace {

SchemaTables Tables() {
  SchemaTables tables;
  tables.Add("models", true);
  tables.Add("versions", true);
  tables.Add("settings", false);
  return tables;
}

TEST(StatementCheckTest, RefusesEveryStatementThatReachesAnotherTenant) {
  std::size_t refused = 0;
  for (const std::string_view sql : kUnscoped) {
    const auto facts = CheckStatement(sql, Tables(), ScopeKind::Tenant);
    EXPECT_THAT(facts, FailsWith(ErrorCode::StatementRefused)) << sql;
    refused += facts ? 0 : 1;
  }
  std::cout << "unscoped statements: " << kUnscoped.size() << ", refused: " << refused << "\n";
}

TEST(StatementCheckTest, RefusesWhatIsNoPlainStatementUnderEitherScope) {
  std::size_t refused = 0;
  for (const std::string_view sql : kForbidden) {
    const auto as_tenant = CheckStatement(sql, Tables(), ScopeKind::Tenant);
    EXPECT_THAT(as_tenant, FailsWith(ErrorCode::StatementRefused)) << sql;
    EXPECT_THAT(CheckStatement(sql, Tables(), ScopeKind::System),
                FailsWith(ErrorCode::StatementRefused))
        << sql;
    refused += as_tenant ? 0 : 1;
  }
  std::cout << "forbidden statements: " << kForbidden.size() << ", refused: " << refused << "\n";
}

TEST(StatementCheckTest, AcceptsStatementsOfOneTenant) {
  std::size_t accepted = 0;
  for (const std::string_view sql : kScoped) {
    const auto facts = CheckStatement(sql, Tables(), ScopeKind::Tenant);
    ASSERT_THAT(facts, Succeeds()) << sql;
    EXPECT_TRUE(facts->binds_tenant) << sql;
    accepted += facts ? 1 : 0;
  }
  std::cout << "scoped statements: " << kScoped.size() << ", accepted: " << accepted << "\n";
}

TEST(StatementCheckTest, LetsTheSystemScopeReachAllTenants) {
  const auto facts =
      CheckStatement("SELECT name FROM models WHERE name = $1", Tables(), ScopeKind::System);

  ASSERT_THAT(facts, Succeeds());
  EXPECT_FALSE(facts->binds_tenant);
}

TEST(StatementCheckTest, LeavesTheFirstParameterToTheCallerWhereNoTenantTableIsNamed) {
  const auto facts =
      CheckStatement("SELECT value FROM settings WHERE name = $1", Tables(), ScopeKind::Tenant);

  ASSERT_THAT(facts, Succeeds());
  EXPECT_FALSE(facts->binds_tenant);
  EXPECT_EQ(facts->parameters, 1U);
}

TEST(StatementCheckTest, KnowsWhatChangesOrLocksRows) {
  const auto changes = [](std::string_view sql) {
    return CheckStatement(sql, Tables(), ScopeKind::System)->changes;
  };

  EXPECT_FALSE(changes("SELECT name FROM models"));
  EXPECT_TRUE(changes("SELECT name FROM models FOR UPDATE"));
  EXPECT_TRUE(changes("INSERT INTO settings (name) VALUES ($1)"));
  EXPECT_TRUE(changes("UPDATE settings SET value = $1"));
  EXPECT_TRUE(changes("DELETE FROM settings"));
}

TEST(StatementCheckTest, FindsEachParameterAndTheLockInTheText) {
  constexpr std::string_view kSql =
      "SELECT name FROM models WHERE tenant_id = $1 AND name <> '$9' AND name = $12 for update";

  const auto facts = CheckStatement(kSql, Tables(), ScopeKind::Tenant);

  ASSERT_THAT(facts, Succeeds());
  EXPECT_EQ(facts->parameters, 12U);
  ASSERT_EQ(facts->places.size(), 2U);
  EXPECT_EQ(kSql.substr(facts->places[1].offset, 3), "$12");
  EXPECT_EQ(kSql.substr(facts->unlocked_size), "for update");
}

TEST(StatementCheckTest, SurvivesStatementsOfAnyDepth) {
  std::string deep = "SELECT name FROM models WHERE tenant_id = $1 AND 1 = ";
  deep += std::string(3000, '(') + "1" + std::string(3000, ')');
  std::string nested = "1";
  for (int i = 0; i < 200; ++i) {
    nested = "(SELECT " + nested + ")";
  }

  EXPECT_THAT(CheckStatement(std::string(70'000, ' '), Tables(), ScopeKind::Tenant),
              FailsWith(ErrorCode::StatementRefused));
  EXPECT_THAT(CheckStatement("SELECT " + nested, Tables(), ScopeKind::Tenant),
              FailsWith(ErrorCode::StatementRefused));
  EXPECT_THAT(CheckStatement(deep, Tables(), ScopeKind::Tenant), Succeeds());
}

}  // namespace
}  // namespace armillary::metadata
