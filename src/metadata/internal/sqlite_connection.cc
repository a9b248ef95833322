#include "metadata/internal/sqlite_connection.h"

#include <sqlite3.h>
#include <utility>

#include "metadata/internal/sqlite_error.h"

namespace armillary::metadata {
namespace {

constexpr std::size_t kMostCached = 512;
constexpr int kBusyMilliseconds = 5000;

int Bind(sqlite3_stmt* statement, int index, const Value& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t number) const {
      return sqlite3_bind_int64(statement, index, number);
    }
    int operator()(double number) const { return sqlite3_bind_double(statement, index, number); }
    int operator()(const std::string& text) const {
      return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    }
    int operator()(const Blob& bytes) const {
      static constexpr std::byte kEmpty{};  // A null pointer would bind NULL.
      return sqlite3_bind_blob64(statement, index, bytes.empty() ? &kEmpty : bytes.data(),
                                 bytes.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Binder{statement, index}, value);
}

Value ColumnOf(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, index));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, index);
    case SQLITE_TEXT: {
      const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
    }
    case SQLITE_BLOB: {
      const auto* const bytes =
          static_cast<const std::byte*>(sqlite3_column_blob(statement, index));
      return Blob(bytes, bytes + sqlite3_column_bytes(statement, index));
    }
    default:
      return {};
  }
}

Row RowOf(sqlite3_stmt* statement) {
  const int columns = sqlite3_column_count(statement);
  std::vector<Value> values;
  values.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) {
    values.push_back(ColumnOf(statement, i));
  }
  return Row(std::move(values));
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::filesystem::path& path,
                                                                 const char* vfs, Purpose purpose) {
  sqlite3* raw = nullptr;
  const int rights = purpose == Purpose::Inspect ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int flags = rights | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, vfs);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(raw));
  if (code != SQLITE_OK) {
    return Fail(SqliteError(raw, code));
  }
  // SQLite would go on without writing, and put files beside it that nobody may write either.
  if (purpose != Purpose::Inspect && sqlite3_db_readonly(raw, "main") == 1) {
    return Fail(ErrorCode::StorageReadOnly, "this user may not write the database file");
  }
  ARM_CHECK(connection->Configure(purpose));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  ForgetStatements();
  for (const auto& [sql, statement] : own_) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(connection_);
}

Result<void> SqliteConnection::UseWriteAheadLog() {
  ARM_TRY(const std::string mode, Ask("PRAGMA journal_mode = WAL"));
  if (mode != "wal") {
    return Fail(ErrorCode::DatabaseUnavailable, "the database file cannot use a write-ahead log");
  }
  return {};
}

Result<void> SqliteConnection::Configure(Purpose purpose) {
  sqlite3_busy_timeout(connection_, kBusyMilliseconds);
  if (purpose == Purpose::Write || purpose == Purpose::Read) {
    ARM_CHECK(UseWriteAheadLog());
  }
  for (const char* const pragma :
       {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON", "PRAGMA case_sensitive_like = ON",
        "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -16384",
        "PRAGMA journal_size_limit = 67108864"}) {
    ARM_TRY(const auto ignored, RunOnce(pragma, {}));
  }
  if (purpose == Purpose::Read || purpose == Purpose::Inspect) {
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_wal_autocheckpoint(connection_, 0);
    ARM_TRY(const auto ignored, RunOnce("PRAGMA query_only = ON", {}));
  }
  return {};
}

Result<void> SqliteConnection::Execute(const char* sql) {
  auto found = own_.find(sql);
  if (found == own_.end()) {
    ARM_TRY(auto* const statement, Prepare(sql));
    found = own_.emplace(sql, statement).first;
  }
  ARM_TRY(const auto rows, Step(found->second, {}));
  return {};
}

Result<std::string> SqliteConnection::Ask(const char* sql) {
  ARM_TRY(const auto rows, RunOnce(sql, {}));
  return rows.empty() ? std::string() : rows.front().Text(0);
}

Result<Transaction::Rows> SqliteConnection::Run(const BoundStatement& statement) {
  auto found = prepared_.find(statement.checked.get());
  if (found == prepared_.end()) {
    ARM_TRY(auto* const prepared, Prepare(statement.checked->sqlite_sql));
    if (prepared_.size() >= kMostCached) {
      ForgetStatements();
    }
    found = prepared_
                .emplace(statement.checked.get(),
                         Prepared{.checked = statement.checked, .statement = prepared})
                .first;
  }
  return Step(found->second.statement, statement.values);
}

Result<Transaction::Rows> SqliteConnection::RunOnce(const std::string& sql,
                                                    const std::vector<Value>& values) {
  ARM_TRY(auto* const statement, Prepare(sql));
  const std::unique_ptr<sqlite3_stmt, Finalize> finalized(statement);
  return Step(statement, values);
}

bool SqliteConnection::InTransaction() const { return sqlite3_get_autocommit(connection_) == 0; }

Result<sqlite3_stmt*> SqliteConnection::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_, sql.c_str(), static_cast<int>(sql.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) {
    return Fail(SqliteError(connection_, code));
  }
  return statement;
}

Result<Transaction::Rows> SqliteConnection::Step(sqlite3_stmt* statement,
                                                 const std::vector<Value>& values) {
  int code = SQLITE_OK;
  for (std::size_t i = 0; i < values.size() && code == SQLITE_OK; ++i) {
    code = Bind(statement, static_cast<int>(i + 1), values[i]);
  }
  Transaction::Rows rows;
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
      rows.push_back(RowOf(statement));
    }
  }
  std::optional<Error> failure;
  if (code != SQLITE_DONE) {
    failure = SqliteError(connection_, code);
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (failure) {
    return Fail(*std::move(failure));
  }
  return rows;
}

void SqliteConnection::ForgetStatements() {
  for (const auto& [checked, prepared] : prepared_) {
    sqlite3_finalize(prepared.statement);
  }
  prepared_.clear();
}

}  // namespace armillary::metadata
