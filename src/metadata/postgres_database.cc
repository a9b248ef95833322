#include "metadata/postgres_database.h"

#include <atomic>
#include <utility>

#include "base/crash_point.h"
#include "metadata/internal/checked_transaction.h"
#include "metadata/internal/pool.h"
#include "metadata/internal/postgres_connection.h"
#include "metadata/internal/postgres_schema.h"
#include "metadata/internal/statement_book.h"

namespace armillary::metadata {
namespace {

using Closure = std::function<Result<void>(Transaction&)>;

constexpr const char* kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED";
constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// Rolls back unless the transaction has ended, whatever becomes of the closure.
class OpenTransaction {
 public:
  explicit OpenTransaction(PostgresConnection& connection) : connection_(connection) {}
  ~OpenTransaction() {
    if (!connection_.IsBroken() && connection_.InTransaction()) {
      const auto ignored = connection_.Execute("ROLLBACK");
    }
  }
  OpenTransaction(const OpenTransaction&) = delete;
  OpenTransaction& operator=(const OpenTransaction&) = delete;

 private:
  PostgresConnection& connection_;
};

// A connection that lay idle may have been lost since; nothing was asked of it yet.
Result<void> Begin(PostgresConnection& connection, const char* begin) {
  if (!connection.IsBroken()) {
    if (const auto begun = connection.Execute(begin); begun || !connection.IsBroken()) {
      return begun ? Result<void>() : Fail(begun.error());
    }
  }
  ARM_CHECK(connection.Reconnect());
  ARM_TRY(const auto ignored, connection.Execute(begin));
  return {};
}

Result<void> Commit(PostgresConnection& connection) {
  CrashPoint("postgres.commit");
  const auto committed = connection.Execute("COMMIT");
  if (committed) {
    CrashPoint("postgres.committed");
    return {};
  }
  if (!connection.IsBroken()) {
    return Fail(committed.error());
  }
  return Fail(Error{.code = ErrorCode::DatabaseUnavailable,
                    .message = "the connection to the database was lost during the commit: "
                               "whether the change was kept is unknown",
                    .next_step = "Read whether the change is there before you repeat it; with an "
                                 "Idempotency-Key, repeat the request with the same key."});
}

struct Attempt {
  Result<void> outcome;
  bool may_repeat = false;
};

Attempt TryWrite(StatementBook& book, PostgresConnection& connection, const Closure& closure) {
  if (auto begun = Begin(connection, kBeginWrite); !begun) {
    return {.outcome = std::move(begun)};
  }
  const OpenTransaction open(connection);
  PostgresTransaction transaction(book, Intent::Write, connection);
  Result<void> outcome = transaction.Settle(closure(transaction));
  if (!outcome) {
    return {.outcome = std::move(outcome), .may_repeat = transaction.CanBeRepeated()};
  }
  outcome = Commit(connection);
  const bool may_repeat =
      !outcome && !connection.IsBroken() && IsRepeatable(connection.LastState());
  return {.outcome = std::move(outcome), .may_repeat = may_repeat};
}

}  // namespace

struct PostgresDatabase::State {
  State(const Options& given, SchemaTables tables)
      : options(given),
        address{.connection = given.connection,
                .statement_timeout_ms = given.statement_timeout.count(),
                .lock_timeout_ms = given.lock_timeout.count()},
        book(std::move(tables)) {}

  const Options options;
  const PostgresAddress address;
  StatementBook book;
  Pool<PostgresConnection> connections;
  std::atomic<std::size_t> waiting_writes{0};
};

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::Open(
    const Options& options, std::span<const Migration> migrations) {
  return OpenAfter(MigratePostgres, options, migrations);
}

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::Inspect(
    const Options& options, std::span<const Migration> migrations) {
  return OpenAfter(RequireMigratedPostgres, options, migrations);
}

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::OpenAfter(
    SchemaStep step, const Options& options, std::span<const Migration> migrations) {
  ARM_TRY(auto tables, TablesOf(migrations));
  auto state = std::make_unique<State>(options, std::move(tables));
  ARM_TRY(auto first, PostgresConnection::Open(state->address));
  ARM_CHECK(step(*first, migrations));
  state->connections.Return(std::move(first));
  for (std::size_t i = 1; i < options.connections; ++i) {
    state->connections.Return(PostgresConnection::Unopened(state->address));
  }
  return std::unique_ptr<PostgresDatabase>(new PostgresDatabase(std::move(state)));
}

PostgresDatabase::PostgresDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}

PostgresDatabase::~PostgresDatabase() = default;

std::size_t PostgresDatabase::WaitingWrites() const { return state_->waiting_writes; }

Result<void> PostgresDatabase::RunWrite(const Closure& closure) {
  ++state_->waiting_writes;
  const auto connection = state_->connections.Borrow(state_->options.patience);
  --state_->waiting_writes;
  if (!connection) {
    return Fail(ErrorCode::QueueFull, "all connections to the database are busy");
  }
  Attempt attempt;
  for (int i = 0; i < state_->options.attempts; ++i) {
    attempt = TryWrite(state_->book, *connection, closure);
    if (attempt.outcome || !attempt.may_repeat) {
      break;
    }
  }
  return std::move(attempt.outcome);
}

Result<void> PostgresDatabase::RunRead(const Closure& closure) {
  const auto connection = state_->connections.Borrow(state_->options.patience);
  if (!connection) {
    return Fail(ErrorCode::Overloaded, "all connections to the database are busy");
  }
  ARM_CHECK(Begin(*connection, kBeginRead));
  const OpenTransaction open(*connection);
  PostgresTransaction transaction(state_->book, Intent::Read, *connection);
  return transaction.Settle(closure(transaction));
}

}  // namespace armillary::metadata
