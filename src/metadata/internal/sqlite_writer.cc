#include "metadata/internal/sqlite_writer.h"

#include <utility>

#include "base/crash_point.h"

namespace armillary::metadata {

SqliteWriter::SqliteWriter(StatementBook& book, std::unique_ptr<SqliteConnection> connection,
                           Limits limits)
    : book_(book), connection_(std::move(connection)), limits_(limits), waiting_(limits.queued) {}

Result<void> SqliteWriter::Run(const Closure& closure) {
  Caller caller{.closure = &closure};
  if (!waiting_.TryPush(&caller)) {
    return Fail(ErrorCode::QueueFull, "too many changes wait for the database");
  }
  caller.done.acquire();
  if (caller.thrown != nullptr) {
    std::rethrow_exception(caller.thrown);
  }
  return std::move(caller.outcome);
}

bool SqliteWriter::Step() {
  const std::vector<Caller*> group = waiting_.PopMany(limits_.closures_per_commit);
  if (group.empty()) {
    return false;
  }
  if (const Result<void> committed = CommitGroup(group); !committed) {
    // Also those that failed by themselves: what they saw of the others is not there.
    for (Caller* const caller : group) {
      caller->outcome = committed;
      caller->thrown = nullptr;
    }
  }
  commits_.fetch_add(1, std::memory_order_relaxed);
  closures_.fetch_add(group.size(), std::memory_order_relaxed);
  for (Caller* const caller : group) {
    caller->done.release();
  }
  return true;
}

Result<void> SqliteWriter::CommitGroup(const std::vector<Caller*>& group) {
  ARM_CHECK(connection_->Execute("BEGIN IMMEDIATE"));
  Result<void> running;
  for (std::size_t i = 0; i < group.size() && running; ++i) {
    running = RunOne(*group[i]);
  }
  if (running) {
    CrashPoint("sqlite.commit");
    running = connection_->Execute("COMMIT");
  }
  if (!running && connection_->InTransaction()) {
    ARM_CHECK(connection_->Execute("ROLLBACK"));
  }
  return running;
}

// Fails only where the whole group is lost.
Result<void> SqliteWriter::RunOne(Caller& caller) {
  ARM_CHECK(connection_->Execute("SAVEPOINT closure"));
  SqliteTransaction transaction(book_, Intent::Write, *connection_);
  try {
    caller.outcome = transaction.Settle((*caller.closure)(transaction));
  } catch (...) {
    caller.thrown = std::current_exception();
    caller.outcome = Fail(ErrorCode::Internal, "the closure threw");
  }
  if (!connection_->InTransaction()) {
    return caller.outcome ? Fail(ErrorCode::Internal, "the transaction was lost")
                          : Result<void>(caller.outcome);
  }
  if (!caller.outcome) {
    ARM_CHECK(connection_->Execute("ROLLBACK TO closure"));
  }
  return connection_->Execute("RELEASE closure");
}

SqliteWriter::Figures SqliteWriter::SoFar() const {
  return {.commits = commits_.load(std::memory_order_relaxed),
          .closures = closures_.load(std::memory_order_relaxed)};
}

}  // namespace armillary::metadata
