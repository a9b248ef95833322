#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "metadata/database.h"
#include "metadata/internal/checked_transaction.h"

struct pg_conn;
struct pg_result;

namespace armillary::metadata {

struct FreePostgresResult {
  void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, FreePostgresResult>;

// How a connection starts; kept to connect again.
struct PostgresAddress {
  Secret connection;  // A URI or key=value pairs, as libpq takes them.
  std::int64_t statement_timeout_ms;
  std::int64_t lock_timeout_ms;
};

// One connection to PostgreSQL, with its prepared statements. For one thread at a time.
class PostgresConnection {
 public:
  // `address` must outlive the connection. Fails with DatabaseUnavailable.
  static Result<std::unique_ptr<PostgresConnection>> Open(const PostgresAddress& address);
  // One that counts as broken until it is reconnected.
  static std::unique_ptr<PostgresConnection> Unopened(const PostgresAddress& address);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // Opens it again in place.
  Result<void> Reconnect();
  bool IsBroken() const;

  // Statements of ours without parameters.
  Result<PostgresResult> Execute(const std::string& sql);
  // Prepares `sql` at its first use with these types.
  Result<Transaction::Rows> Run(const std::string& sql, const std::vector<Value>& values);

  // The five characters of the last error, such as 40001; empty if the connection broke.
  const std::string& LastState() const { return last_state_; }
  bool InTransaction() const;

 private:
  explicit PostgresConnection(const PostgresAddress& address) : address_(address) {}

  Result<void> Configure();
  Result<std::string> Prepare(const std::string& sql, const std::vector<Value>& values);
  Result<PostgresResult> Check(PostgresResult result);

  const PostgresAddress& address_;
  pg_conn* connection_ = nullptr;
  std::map<std::string, std::string, std::less<>> name_by_statement_;
  std::string last_state_;
  bool is_lost_ = true;
};

// A transaction on a connection, which takes the role of each statement's scope.
class PostgresTransaction : public CheckedTransaction {
 public:
  PostgresTransaction(StatementBook& book, Intent intent, PostgresConnection& connection)
      : CheckedTransaction(book, intent), connection_(connection) {}

  // True if the transaction as a whole may succeed when it is run again.
  bool CanBeRepeated() const { return can_be_repeated_; }

 private:
  Result<Rows> Execute(const BoundStatement& statement) override;
  Result<void> Enter(const TenantScope* scope);

  PostgresConnection& connection_;
  std::optional<std::string> entered_;  // The tenant, or empty for the system scope.
  bool can_be_repeated_ = false;
};

bool IsRepeatable(const std::string& state);

}  // namespace armillary::metadata
