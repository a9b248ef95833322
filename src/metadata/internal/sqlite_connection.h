#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "metadata/database.h"
#include "metadata/internal/checked_transaction.h"

struct sqlite3;
struct sqlite3_stmt;

namespace armillary::metadata {

// What a connection is for; only those that write or fill change anything.
enum class Purpose : std::uint8_t {
  Write,    // To be the one writer of a file with a write-ahead log.
  Read,     // To read beside it.
  Inspect,  // To read a file as it is, whoever writes to it.
  Fill,     // To write a whole new file, which then stands alone.
};

// One connection to a database file, with its prepared statements. For one thread at a time.
class SqliteConnection {
 public:
  // `vfs` is the name of a registered VFS. The file must exist.
  static Result<std::unique_ptr<SqliteConnection>> Open(const std::filesystem::path& path,
                                                        const char* vfs, Purpose purpose);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Runs one statement of ours without parameters, keeping it prepared.
  Result<void> Execute(const char* sql);
  // The only column of the first row of `sql`, as text; empty if there is none.
  Result<std::string> Ask(const char* sql);
  Result<Transaction::Rows> Run(const BoundStatement& statement);
  // A statement of the schema or of the migrations' own table.
  Result<Transaction::Rows> RunOnce(const std::string& sql, const std::vector<Value>& values);

  // False once an error made SQLite roll back the whole transaction by itself.
  bool InTransaction() const;

  sqlite3* Raw() { return connection_; }

 private:
  explicit SqliteConnection(sqlite3* connection) : connection_(connection) {}

  Result<void> UseWriteAheadLog();
  Result<void> Configure(Purpose purpose);
  Result<sqlite3_stmt*> Prepare(const std::string& sql);
  Result<Transaction::Rows> Step(sqlite3_stmt* statement, const std::vector<Value>& values);
  void ForgetStatements();

  struct Prepared {
    std::shared_ptr<const CheckedStatement> checked;  // Keeps the key's address taken.
    sqlite3_stmt* statement;
  };

  sqlite3* connection_;
  std::unordered_map<const CheckedStatement*, Prepared> prepared_;
  std::unordered_map<std::string, sqlite3_stmt*> own_;
};

// A transaction on a connection.
class SqliteTransaction : public CheckedTransaction {
 public:
  SqliteTransaction(StatementBook& book, Intent intent, SqliteConnection& connection)
      : CheckedTransaction(book, intent), connection_(connection) {}

 private:
  Result<Rows> Execute(const BoundStatement& statement) override {
    return connection_.Run(statement);
  }

  SqliteConnection& connection_;
};

}  // namespace armillary::metadata
