#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "metadata/row.h"
#include "metadata/scope.h"

namespace armillary::metadata {

// One transaction, seen from inside a closure.
//
// Statements are written once, in the dialect that SQLite and PostgreSQL share, with parameters
// $1, $2, ... On a tenant table $1 is the tenant, which the scope binds, and `arguments` follow
// from $2; where no tenant table is named, `arguments` start at $1. At its first use a statement
// is parsed: under a TenantScope every reference to a tenant table must carry
// `<alias>.tenant_id = $1` at its own query level (an INSERT gives that column $1), else it fails
// with StatementRefused (see statement_check.h).
//
// A failed statement leaves the transaction unusable: return the error.
class Transaction {
 public:
  using Arguments = std::vector<Value>;
  using Rows = std::vector<Row>;

  virtual ~Transaction() = default;

  // Rows of a SELECT, or of a change with RETURNING. A broken unique constraint fails with
  // AlreadyExists, a broken foreign key with Conflict. Text must be UTF-8 without NUL, a number
  // not NaN; no type is converted.
  Result<Rows> Query(const TenantScope& scope, std::string_view sql, Arguments arguments = {}) {
    return Run(&scope, sql, std::move(arguments));
  }
  Result<Rows> Query(const SystemScope&, std::string_view sql, Arguments arguments = {}) {
    return Run(nullptr, sql, std::move(arguments));
  }

  // The only row of a statement, or none. Fails with Internal when there is more than one.
  Result<std::optional<Row>> QueryOne(const TenantScope& scope, std::string_view sql,
                                      Arguments arguments = {});
  Result<std::optional<Row>> QueryOne(const SystemScope& scope, std::string_view sql,
                                      Arguments arguments = {});

 private:
  virtual Result<Rows> Run(const TenantScope* scope, std::string_view sql, Arguments arguments) = 0;
};

// Where the platform keeps its nouns: SQLite or PostgreSQL, with the same promises. Thread-safe.
//
// Transactions are closures. They do nothing but read and write rows: no I/O, no hashing of blobs
// or passwords, no call of another transaction. A closure may run more than once before its
// effect is kept (PostgreSQL repeats it after a serialisation failure or deadlock), so it sets,
// and does not add to, what it captured.
//
// SQLite runs closures one after another; on PostgreSQL they overlap and each statement sees what
// is committed by then (READ COMMITTED). A rule over several rows therefore first locks the row
// that guards it: `SELECT ... FOR UPDATE`, which both engines take as the end of a statement. What
// one row can say, a unique constraint or `UPDATE ... WHERE version = $3`, needs no lock.
class Database {
 public:
  virtual ~Database() = default;

  // Keeps what `change` did if and only if it returned a value and this call did: then it is on
  // disk. Beside the closure's own errors, fails with DatabaseUnavailable, StorageFull,
  // StorageReadOnly, QueueFull or, when PostgreSQL has repeated it often enough, Conflict. Only
  // when the connection is lost during the commit may a failed change be kept; the error says so.
  template <class Change>
  std::invoke_result_t<Change, Transaction&> Write(Change&& change) {
    return Collect(std::forward<Change>(change),
                   [this](const Closure& closure) { return RunWrite(closure); });
  }

  // Runs `query` on one snapshot, that of its first statement; it sees nothing that commits later,
  // and a statement that changes or locks rows fails with StatementRefused.
  template <class Lookup>
  std::invoke_result_t<Lookup, Transaction&> Read(Lookup&& query) {
    return Collect(std::forward<Lookup>(query),
                   [this](const Closure& closure) { return RunRead(closure); });
  }

  // Calls of Write that wait for their turn.
  virtual std::size_t WaitingWrites() const { return 0; }

 protected:
  using Closure = std::function<Result<void>(Transaction&)>;

 private:
  virtual Result<void> RunWrite(const Closure& closure) = 0;
  virtual Result<void> RunRead(const Closure& closure) = 0;

  // Carries the value of `body` out of a closure that can only fail or not.
  template <class Body, class Runner>
  static std::invoke_result_t<Body, Transaction&> Collect(Body&& body, Runner&& run) {
    using Outcome = std::invoke_result_t<Body, Transaction&>;
    std::optional<Outcome> outcome;
    const Result<void> kept = run([&](Transaction& transaction) -> Result<void> {
      outcome.emplace(body(transaction));
      if (!*outcome) {
        return tl::make_unexpected(outcome->error());
      }
      return {};
    });
    if (!kept) {
      return tl::make_unexpected(kept.error());
    }
    return *std::move(outcome);
  }
};

}  // namespace armillary::metadata
