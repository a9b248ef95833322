#include "metadata/database.h"

#include <atomic>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/statement_corpus.h"
#include "metadata/testing/test_scopes.h"
#include "metadata/testing/test_tables.h"

namespace armillary::metadata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kInsertSized =
    "INSERT INTO models (tenant_id, name, size) VALUES ($1, $2, $3)";
constexpr std::string_view kNames = "SELECT name FROM models WHERE tenant_id = $1 ORDER BY name";

class DatabaseTest : public EachEngine {
 protected:
  DatabaseTest() : EachEngine(TestTables()) {}

  // Runs one statement in a Write of its own.
  template <class Scope>
  Result<Transaction::Rows> Do(const Scope& scope, std::string_view sql,
                               Transaction::Arguments arguments = {}) {
    return database().Write(
        [&](Transaction& transaction) { return transaction.Query(scope, sql, arguments); });
  }

  Result<Transaction::Rows> Insert(const TenantScope& scope, const std::string& name) {
    return Do(scope, kInsertSized, {name, std::int64_t{7}});
  }

  std::vector<std::string> Names(const TenantScope& scope) {
    std::vector<std::string> names;
    const auto rows =
        database().Read([&](Transaction& transaction) { return transaction.Query(scope, kNames); });
    EXPECT_THAT(rows, Succeeds());
    for (const Row& row : rows ? *rows : Transaction::Rows()) {
      names.push_back(row.Text(0));
    }
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, DatabaseTest, Engines(), EngineName);

TEST_P(DatabaseTest, KeepsWhatAClosureWroteAcrossARestart) {
  ASSERT_THAT(Insert(kAcme, "churn"), Succeeds());

  Reopen();

  EXPECT_THAT(Names(kAcme), ElementsAre("churn"));
  EXPECT_THAT(Names(kGlobex), IsEmpty());
}

TEST_P(DatabaseTest, KeepsNothingOfAClosureThatFails) {
  const auto outcome = database().Write([&](Transaction& transaction) -> Result<int> {
    ARM_TRY(const auto ignored, transaction.Query(kAcme, kInsertSized, {"churn", std::int64_t{1}}));
    return Fail(ErrorCode::QuotaExceeded, "no more models");
  });

  EXPECT_THAT(outcome, FailsWith(ErrorCode::QuotaExceeded));
  EXPECT_THAT(Names(kAcme), IsEmpty());
}

TEST_P(DatabaseTest, KeepsNothingOfAClosureThatThrows) {
  const auto write = [&] {
    return database().Write([&](Transaction& transaction) -> Result<void> {
      ARM_TRY(const auto ignored,
              transaction.Query(kAcme, kInsertSized, {"churn", std::int64_t{1}}));
      throw std::runtime_error("out of luck");
    });
  };

  EXPECT_THROW(static_cast<void>(write()), std::runtime_error);
  EXPECT_THAT(Names(kAcme), IsEmpty());
  EXPECT_THAT(Insert(kAcme, "next"), Succeeds());
}

TEST_P(DatabaseTest, FailsAClosureThatIgnoresAFailedStatement) {
  ASSERT_THAT(Insert(kAcme, "churn"), Succeeds());

  const auto outcome = database().Write([&](Transaction& transaction) -> Result<void> {
    ARM_TRY(const auto added, transaction.Query(kAcme, kInsertSized, {"new", std::int64_t{1}}));
    const auto twice = transaction.Query(kAcme, kInsertSized, {"churn", std::int64_t{1}});
    EXPECT_THAT(twice, FailsWith(ErrorCode::AlreadyExists));
    EXPECT_THAT(transaction.Query(kAcme, kNames), FailsWith(ErrorCode::AlreadyExists));
    return {};
  });

  EXPECT_THAT(outcome, FailsWith(ErrorCode::AlreadyExists));
  EXPECT_THAT(Names(kAcme), ElementsAre("churn"));
}

TEST_P(DatabaseTest, NamesBrokenConstraints) {
  ASSERT_THAT(Insert(kAcme, "churn"), Succeeds());
  constexpr std::string_view kVersion =
      "INSERT INTO versions (tenant_id, model, number) VALUES ($1, $2, 1)";
  ASSERT_THAT(Do(kAcme, kVersion, {"churn"}), Succeeds());

  EXPECT_THAT(Insert(kAcme, "churn"), FailsWith(ErrorCode::AlreadyExists));
  EXPECT_THAT(Do(kAcme, kVersion, {"lost"}), FailsWith(ErrorCode::Conflict));
  EXPECT_THAT(Do(kAcme, "DELETE FROM models WHERE tenant_id = $1"), FailsWith(ErrorCode::Conflict));
  EXPECT_THAT(Do(kAcme, "INSERT INTO models (tenant_id, name) VALUES ($1, 'sizeless')"),
              FailsWith(ErrorCode::Internal));
}

TEST_P(DatabaseTest, ReadsOneSnapshot) {
  ASSERT_THAT(Insert(kAcme, "before"), Succeeds());

  const auto seen = database().Read([&](Transaction& transaction) -> Result<std::size_t> {
    ARM_TRY(const auto first, transaction.Query(kAcme, kNames));
    std::thread writer([&] { EXPECT_THAT(Insert(kAcme, "meanwhile"), Succeeds()); });
    writer.join();
    ARM_TRY(const auto second, transaction.Query(kAcme, kNames));
    return first.size() + second.size();
  });

  EXPECT_EQ(seen, 2U);
  EXPECT_THAT(Names(kAcme), ElementsAre("before", "meanwhile"));
}

TEST_P(DatabaseTest, RefusesToChangeOrLockInARead) {
  const auto read = [&](std::string_view sql) {
    return database().Read([&](Transaction& transaction) { return transaction.Query(kAcme, sql); });
  };

  EXPECT_THAT(read("DELETE FROM models WHERE tenant_id = $1"),
              FailsWith(ErrorCode::StatementRefused));
  EXPECT_THAT(read("SELECT name FROM models WHERE tenant_id = $1 FOR UPDATE"),
              FailsWith(ErrorCode::StatementRefused));
}

TEST_P(DatabaseTest, RefusesAStatementThatIsNotHeldToTheTenant) {
  ASSERT_THAT(Insert(kGlobex, "secret"), Succeeds());

  EXPECT_THAT(Do(kAcme, "SELECT name FROM models"), FailsWith(ErrorCode::StatementRefused));
  EXPECT_THAT(Do(kAcme,
                 "SELECT m.name FROM models m JOIN models n ON n.name <> m.name "
                 "WHERE n.tenant_id = $1"),
              FailsWith(ErrorCode::StatementRefused));
}

TEST_P(DatabaseTest, RefusesEveryUnscopedStatementBeforeItRuns) {
  ASSERT_THAT(Insert(kGlobex, "secret"), Succeeds());
  std::size_t refused = 0;
  for (const std::string_view sql : kUnscoped) {
    const auto outcome = Do(kAcme, sql, {"globex"});
    EXPECT_THAT(outcome, FailsWith(ErrorCode::StatementRefused)) << sql;
    refused += outcome ? 0 : 1;
  }

  EXPECT_THAT(Names(kGlobex), ElementsAre("secret"));
  std::cout << testing::PrintToString(GetParam()) << ": unscoped statements: " << kUnscoped.size()
            << ", refused: " << refused << "\n";
}

TEST_P(DatabaseTest, RefusesTheWrongNumberOfArguments) {
  EXPECT_THAT(Do(kAcme, kNames, {"extra"}), FailsWith(ErrorCode::StatementRefused));
  EXPECT_THAT(Do(kAcme, kInsertSized, {"churn"}), FailsWith(ErrorCode::StatementRefused));
}

TEST_P(DatabaseTest, LetsOneClosureActInSeveralTenants) {
  const auto outcome = database().Write([&](Transaction& transaction) -> Result<std::size_t> {
    ARM_TRY(const auto a, transaction.Query(kAcme, kInsertSized, {"a", std::int64_t{1}}));
    ARM_TRY(const auto b, transaction.Query(kGlobex, kInsertSized, {"b", std::int64_t{1}}));
    ARM_TRY(const auto c, transaction.Query(kAcme, kInsertSized, {"c", std::int64_t{1}}));
    ARM_TRY(const auto all, transaction.Query(kSystem, "SELECT name FROM models"));
    return all.size();
  });

  EXPECT_EQ(outcome, 3U);
  EXPECT_THAT(Names(kAcme), ElementsAre("a", "c"));
  EXPECT_THAT(Names(kGlobex), ElementsAre("b"));
}

TEST_P(DatabaseTest, GivesBackEveryTypeAsItWasStored) {
  const std::string text = "caf\xc3\xa9 'quoted' \\x41 100%";
  const Blob bytes{std::byte{0}, std::byte{255}, std::byte{'\\'}};
  constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
  constexpr double kPi = 3.141592653589793;
  constexpr std::string_view kAll =
      "INSERT INTO models (tenant_id, name, size, score, bytes) VALUES ($1, $2, $3, $4, $5)";
  ASSERT_THAT(Do(kAcme, kAll, {text, kLargest, kPi, bytes}), Succeeds());
  ASSERT_THAT(Do(kAcme, kAll, {"", -kLargest, Value(), Value()}), Succeeds());
  ASSERT_THAT(Do(kAcme, kAll, {"none", std::int64_t{0}, -0.0, Blob()}), Succeeds());

  const auto rows =
      Do(kAcme, "SELECT name, size, score, bytes FROM models WHERE tenant_id = $1 ORDER BY name");

  ASSERT_THAT(rows, Succeeds());
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_THAT((*rows)[0].Values(), ElementsAre(Value(""), Value(-kLargest), Value(), Value()));
  EXPECT_THAT((*rows)[1].Values(),
              ElementsAre(Value(text), Value(kLargest), Value(kPi), Value(bytes)));
  EXPECT_THAT((*rows)[2].Values(),
              ElementsAre(Value("none"), Value(std::int64_t{0}), Value(-0.0), Value(Blob())));
}

TEST_P(DatabaseTest, CountsAndAddsInTheSameTypes) {
  ASSERT_THAT(Insert(kAcme, "a"), Succeeds());
  ASSERT_THAT(Insert(kAcme, "b"), Succeeds());

  const auto rows = Do(kAcme,
                       "SELECT count(*), sum(size), avg(size), max(name), name = 'a' FROM models "
                       "WHERE tenant_id = $1 GROUP BY name ORDER BY name");

  ASSERT_THAT(rows, Succeeds());
  EXPECT_THAT((*rows)[0].Values(), ElementsAre(Value(std::int64_t{1}), Value(std::int64_t{7}),
                                               Value(7.0), Value("a"), Value(std::int64_t{1})));
}

TEST_P(DatabaseTest, OrdersAndMatchesTextByItsBytes) {
  for (const char* const name : {"b", "B", "a", "A", "\xc3\xa4", "_"}) {
    ASSERT_THAT(Insert(kAcme, name), Succeeds());
  }

  const auto like =
      Do(kAcme, "SELECT name FROM models WHERE tenant_id = $1 AND name LIKE $2", {"A%"});

  EXPECT_THAT(Names(kAcme), ElementsAre("A", "B", "_", "a", "b", "\xc3\xa4"));
  ASSERT_THAT(like, Succeeds());
  EXPECT_EQ(like->size(), 1U);
}

TEST_P(DatabaseTest, RefusesValuesThatOneEngineCannotStore) {
  EXPECT_THAT(Insert(kAcme, std::string("a\0b", 3)), FailsWith(ErrorCode::InvalidUtf8));
  EXPECT_THAT(Insert(kAcme, "\xff"), FailsWith(ErrorCode::InvalidUtf8));
  EXPECT_THAT(Do(kAcme, "UPDATE models SET score = $2 WHERE tenant_id = $1",
                 {std::numeric_limits<double>::quiet_NaN()}),
              FailsWith(ErrorCode::OutOfRange));
  EXPECT_THAT(Do(kAcme, kInsertSized, {"text as a size", "many"}), FailsWith(ErrorCode::Internal));
}

TEST_P(DatabaseTest, FindsOneRowOrNoneAndRefusesMore) {
  const auto find = [&](const std::string& pattern) {
    return database().Read([&](Transaction& transaction) {
      return transaction.QueryOne(
          kAcme, "SELECT name FROM models WHERE tenant_id = $1 AND name LIKE $2", {pattern});
    });
  };
  ASSERT_THAT(Insert(kAcme, "a1"), Succeeds());
  ASSERT_THAT(Insert(kAcme, "a2"), Succeeds());

  EXPECT_EQ((*find("a1"))->Text(0), "a1");
  EXPECT_FALSE(find("b%")->has_value());
  EXPECT_THAT(find("a%"), FailsWith(ErrorCode::Internal));
}

TEST_P(DatabaseTest, LosesNoUpdateOfThreadsThatLockTheRow) {
  ASSERT_THAT(Do(kAcme, kInsertSized, {"counter", std::int64_t{0}}), Succeeds());
  constexpr int kThreads = 8;
  constexpr int kRounds = 10;
  const auto count_up = [&](Transaction& transaction) -> Result<void> {
    ARM_TRY(const auto row,
            transaction.QueryOne(
                kAcme, "SELECT size FROM models WHERE tenant_id = $1 AND name = $2 FOR UPDATE",
                {"counter"}));
    ARM_TRY(
        const auto ignored,
        transaction.Query(kAcme, "UPDATE models SET size = $3 WHERE tenant_id = $1 AND name = $2",
                          {"counter", row->Integer(0) + 1}));
    return {};
  };

  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        EXPECT_THAT(database().Write(count_up), Succeeds());
      }
    });
  }
  threads.clear();

  const auto rows = Do(kAcme, "SELECT size FROM models WHERE tenant_id = $1");
  EXPECT_EQ((*rows)[0].Integer(0), kThreads * kRounds);
}

TEST_P(DatabaseTest, KeepsExactlyWhatThreadsWereToldThatItKept) {
  std::atomic<int> kept{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) {
        // All threads want the same names, so most of them fail in the middle of a group.
        kept += Insert(kAcme, std::to_string(round)) ? 1 : 0;
      }
    });
  }
  threads.clear();

  EXPECT_EQ(kept, 25);
  EXPECT_EQ(Names(kAcme).size(), 25U);
}

}  // namespace
}  // namespace armillary::metadata
