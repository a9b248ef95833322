#include "metadata/postgres_database.h"

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "metadata/internal/postgres_connection.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/postgres_server.h"
#include "metadata/testing/test_scopes.h"
#include "metadata/testing/test_tables.h"

namespace armillary::metadata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kInsertNamed =
    "INSERT INTO models (tenant_id, name, size) VALUES ($1, $2, 1)";

class PostgresDatabaseTest : public testing::Test {
 protected:
  Database& database() { return *database_; }

  Result<Transaction::Rows> Insert(const TenantScope& scope, const std::string& name) {
    return database().Write(
        [&](Transaction& transaction) { return transaction.Query(scope, kInsertNamed, {name}); });
  }

  Result<Transaction::Rows> All() {
    return database().Read([](Transaction& transaction) {
      return transaction.Query(kSystem, "SELECT tenant_id, name FROM models");
    });
  }

  TestDatabase database_{Engine::Postgres, TestTables()};
};

// Statements that never saw the check, on a connection of the server's own login.
class RowSecurityTest : public PostgresDatabaseTest {
 protected:
  RowSecurityTest() {
    EXPECT_THAT(Insert(kAcme, "mine"), Succeeds());
    EXPECT_THAT(Insert(kGlobex, "theirs"), Succeeds());
    connection_ = *PostgresConnection::Open(address_);
    EXPECT_THAT(connection_->Execute("BEGIN"), Succeeds());
  }

  void Become(const std::string& role, const std::string& tenant) {
    EXPECT_THAT(connection_->Run("SELECT set_config('role', $1, true), "
                                 "set_config('app.tenant', $2, true)",
                                 {role, tenant}),
                Succeeds());
  }

  Result<Transaction::Rows> Run(const std::string& sql) { return connection_->Run(sql, {}); }

  const PostgresAddress address_{
      .connection = Secret(PostgresServer::Shared().Address(database_.Place())),
      .statement_timeout_ms = 10'000,
      .lock_timeout_ms = 10'000};
  std::unique_ptr<PostgresConnection> connection_;
};

TEST_F(RowSecurityTest, ShowsATenantOnlyItsRows) {
  Become("armillary_tenant", "acme");

  const auto rows = Run("SELECT name FROM models");

  ASSERT_THAT(rows, Succeeds());
  ASSERT_THAT(*rows, SizeIs(1));
  EXPECT_EQ((*rows)[0].Text(0), "mine");
}

TEST_F(RowSecurityTest, ShowsNothingWhereNoTenantIsSet) {
  EXPECT_THAT(Run("SET LOCAL ROLE armillary_tenant"), Succeeds());

  EXPECT_THAT(*Run("SELECT name FROM models"), IsEmpty());
}

TEST_F(RowSecurityTest, ShowsNothingToTheOwnerOfTheTables) {
  EXPECT_THAT(*Run("SELECT name FROM models"), IsEmpty());
}

TEST_F(RowSecurityTest, ShowsNothingWhereTheTenantIsEmpty) {
  Become("armillary_tenant", "");

  EXPECT_THAT(*Run("SELECT name FROM models"), IsEmpty());
}

TEST_F(RowSecurityTest, RefusesARowOfAnotherTenant) {
  Become("armillary_tenant", "acme");

  EXPECT_THAT(Run("INSERT INTO models (tenant_id, name, size) VALUES ('globex', 'planted', 1)"),
              FailsWith(ErrorCode::StatementRefused));
}

TEST_F(RowSecurityTest, RefusesToMoveARowToAnotherTenant) {
  Become("armillary_tenant", "acme");

  EXPECT_THAT(Run("UPDATE models SET tenant_id = 'globex'"),
              FailsWith(ErrorCode::StatementRefused));
}

TEST_F(RowSecurityTest, ChangesAndRemovesOnlyTheTenantsRows) {
  Become("armillary_tenant", "acme");

  EXPECT_THAT(*Run("UPDATE models SET size = 2 RETURNING name"), SizeIs(1));
  EXPECT_THAT(*Run("DELETE FROM models RETURNING name"), SizeIs(1));
}

TEST_F(RowSecurityTest, ShowsTheSystemRoleAllRows) {
  Become("armillary_system", "");

  EXPECT_THAT(*Run("SELECT name FROM models"), SizeIs(2));
}

TEST_F(RowSecurityTest, FencesEveryTenantTableAndOnlyThose) {
  const auto rows =
      Run("SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
          "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
          "AND a.attname = 'tenant_id' AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity)");

  ASSERT_THAT(rows, Succeeds());
  EXPECT_THAT(*rows, IsEmpty());
}

TEST_F(PostgresDatabaseTest, RunsAClosureAgainAfterADeadlock) {
  ASSERT_THAT(Insert(kAcme, "a"), Succeeds());
  ASSERT_THAT(Insert(kAcme, "b"), Succeeds());
  constexpr std::string_view kGrow =
      "UPDATE models SET size = size + 1 WHERE tenant_id = $1 AND name = $2";
  std::barrier both_hold_one(2);
  std::atomic<int> runs{0};
  const auto cross = [&](const std::string& first, const std::string& second) {
    bool is_first_run = true;
    EXPECT_THAT(database().Write([&](Transaction& transaction) -> Result<void> {
      ++runs;
      ARM_TRY(const auto one, transaction.Query(kAcme, kGrow, {first}));
      if (is_first_run) {
        is_first_run = false;
        both_hold_one.arrive_and_wait();
      }
      ARM_TRY(const auto two, transaction.Query(kAcme, kGrow, {second}));
      return {};
    }),
                Succeeds());
  };

  std::jthread left([&] { cross("a", "b"); });
  std::jthread right([&] { cross("b", "a"); });
  left.join();
  right.join();

  // The loser may lose again before the winner commits; what counts is that each grew both once.
  EXPECT_GE(runs, 3);
  const auto sizes = database().Read([](Transaction& transaction) {
    return transaction.Query(kAcme, "SELECT size FROM models WHERE tenant_id = $1");
  });
  EXPECT_EQ((*sizes)[0].Integer(0), 3);
  EXPECT_EQ((*sizes)[1].Integer(0), 3);
}

TEST_F(PostgresDatabaseTest, GivesUpOnADeadlockThatComesAgainAndAgain) {
  const PostgresDatabase::Options options{
      .connection = Secret(PostgresServer::Shared().Address(database_.Place())), .attempts = 3};
  std::vector<Migration> migrations = OwnMigrations();
  migrations.push_back(TestTables().front());
  const auto impatient = *PostgresDatabase::Open(options, migrations);
  int runs = 0;

  const auto outcome = impatient->Write([&](Transaction& transaction) -> Result<void> {
    ++runs;
    ARM_TRY(const auto a, transaction.Query(kAcme, kInsertNamed, {std::to_string(runs)}));
    // The inner closure waits for nothing of the outer one; the server is asked to fail instead.
    PostgresServer::Shared().Execute(
        database_.Place(),
        "CREATE OR REPLACE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$; "
        "DROP TRIGGER IF EXISTS fail ON settings; "
        "CREATE TRIGGER fail BEFORE INSERT ON settings FOR EACH ROW EXECUTE FUNCTION "
        "public.fail()");
    ARM_TRY(const auto b, transaction.Query(kAcme, "INSERT INTO settings (name) VALUES ('x')"));
    return {};
  });
  PostgresServer::Shared().Execute(database_.Place(), "DROP FUNCTION public.fail() CASCADE");

  EXPECT_THAT(outcome, FailsWith(ErrorCode::Conflict));
  EXPECT_EQ(runs, 3);
  EXPECT_THAT(*All(), IsEmpty());
}

TEST_F(PostgresDatabaseTest, ComesBackByItselfAfterTheServerDid) {
  ASSERT_THAT(Insert(kAcme, "before"), Succeeds());

  PostgresServer::Shared().Stop();
  EXPECT_THAT(Insert(kAcme, "while away"), FailsWith(ErrorCode::DatabaseUnavailable));
  EXPECT_THAT(All(), FailsWith(ErrorCode::DatabaseUnavailable));
  PostgresServer::Shared().Start();

  EXPECT_THAT(Insert(kAcme, "after"), Succeeds());
  EXPECT_THAT(*All(), SizeIs(2));
}

TEST_F(PostgresDatabaseTest, NoticesNothingOfARestartBetweenTwoCalls) {
  ASSERT_THAT(Insert(kAcme, "before"), Succeeds());

  PostgresServer::Shared().Stop();
  PostgresServer::Shared().Start();

  EXPECT_THAT(Insert(kAcme, "after"), Succeeds());
  EXPECT_THAT(*All(), SizeIs(2));
}

TEST_F(PostgresDatabaseTest, FailsAClosureThatLosesItsConnectionAndKeepsNothingOfIt) {
  const auto outcome = database().Write([&](Transaction& transaction) -> Result<void> {
    ARM_TRY(const auto a, transaction.Query(kAcme, kInsertNamed, {"half"}));
    PostgresServer::Shared().Execute(database_.Place(),
                                     "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                     "WHERE datname = current_database() "
                                     "AND pid <> pg_backend_pid()");
    ARM_TRY(const auto b, transaction.Query(kAcme, kInsertNamed, {"other half"}));
    return {};
  });

  EXPECT_THAT(outcome, FailsWith(ErrorCode::DatabaseUnavailable));
  EXPECT_THAT(*All(), IsEmpty());
}

TEST_F(PostgresDatabaseTest, SaysThatItDoesNotKnowWhetherALostCommitWasKept) {
  const auto outcome = database().Write([&](Transaction& transaction) -> Result<void> {
    ARM_TRY(const auto a, transaction.Query(kAcme, kInsertNamed, {"row"}));
    PostgresServer::Shared().Execute(database_.Place(),
                                     "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                     "WHERE datname = current_database() "
                                     "AND pid <> pg_backend_pid()");
    return {};
  });

  ASSERT_THAT(outcome, FailsWith(ErrorCode::DatabaseUnavailable));
  EXPECT_THAT(outcome.error().message, testing::HasSubstr("unknown"));
  EXPECT_THAT(outcome.error().next_step, testing::HasSubstr("Idempotency-Key"));
}

TEST_F(PostgresDatabaseTest, RefusesMoreCallsThanItHasConnections) {
  std::vector<Migration> migrations = OwnMigrations();
  migrations.push_back(TestTables().front());
  const auto small = *PostgresDatabase::Open(
      {.connection = Secret(PostgresServer::Shared().Address(database_.Place())),
       .connections = 1,
       .patience = std::chrono::milliseconds(1)},
      migrations);

  const auto outer = small->Read([&](Transaction&) -> Result<void> {
    const std::jthread other([&] {
      EXPECT_THAT(small->Read([](Transaction&) -> Result<void> { return {}; }),
                  FailsWith(ErrorCode::Overloaded));
      EXPECT_THAT(small->Write([](Transaction&) -> Result<void> { return {}; }),
                  FailsWith(ErrorCode::QueueFull));
    });
    return {};
  });

  EXPECT_THAT(outer, Succeeds());
}

TEST_F(PostgresDatabaseTest, FailsToOpenWhereNoServerAnswers) {
  EXPECT_THAT(PostgresDatabase::Open({.connection = Secret("host=/nowhere dbname=none")}, {}),
              FailsWith(ErrorCode::DatabaseUnavailable));
}

TEST_F(PostgresDatabaseTest, MigratesOnceWhenSeveralServersStartTogether) {
  const PostgresServer& server = PostgresServer::Shared();
  server.Execute("postgres", "CREATE DATABASE together OWNER armillary");
  std::vector<std::jthread> starts;
  for (int i = 0; i < 4; ++i) {
    starts.emplace_back([&] {
      EXPECT_THAT(
          PostgresDatabase::Open({.connection = Secret(server.Address("together"))}, TestTables()),
          Succeeds());
    });
  }
  starts.clear();
  server.Execute("postgres", "DROP DATABASE together WITH (FORCE)");
}

}  // namespace
}  // namespace armillary::metadata
