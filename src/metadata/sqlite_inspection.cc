#include "metadata/sqlite_inspection.h"

#include <chrono>
#include <sqlite3.h>
#include <string>
#include <utility>

#include "base/file_system.h"
#include "metadata/internal/pool.h"
#include "metadata/internal/sqlite_connection.h"
#include "metadata/internal/sqlite_error.h"
#include "metadata/internal/sqlite_reading.h"
#include "metadata/internal/sqlite_vfs.h"
#include "metadata/internal/statement_book.h"

namespace armillary::metadata {
namespace {

constexpr std::chrono::minutes kPatience{1};

Result<void> CopyPages(SqliteConnection& from, SqliteConnection& to) {
  sqlite3_backup* const backup = sqlite3_backup_init(to.Raw(), "main", from.Raw(), "main");
  if (backup == nullptr) {
    return Fail(SqliteError(to.Raw(), sqlite3_errcode(to.Raw())));
  }
  const int copied = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (copied != SQLITE_DONE || finished != SQLITE_OK) {
    return Fail(SqliteError(to.Raw(), finished == SQLITE_OK ? copied : finished));
  }
  return {};
}

// Where the copy remembered that its origin had a write-ahead log, it could not be opened without
// making one beside it.
Result<void> LetStandAlone(SqliteConnection& copy) {
  ARM_TRY(const std::string mode, copy.Ask("PRAGMA journal_mode = DELETE"));
  if (mode != "delete") {
    return Fail(ErrorCode::Internal, "the copy of the database keeps a write-ahead log");
  }
  return {};
}

}  // namespace

struct SqliteInspection::State {
  State(std::filesystem::path given, SchemaTables tables)
      : path(std::move(given)), vfs(nullptr), book(std::move(tables)) {}

  const std::filesystem::path path;
  SqliteVfs vfs;
  StatementBook book;
  Pool<SqliteConnection> connection;  // One.
};

Result<std::unique_ptr<SqliteInspection>> SqliteInspection::Open(
    const std::filesystem::path& path, std::span<const Migration> migrations) {
  ARM_TRY(auto tables, TablesOf(migrations));
  auto state = std::make_unique<State>(path, std::move(tables));
  ARM_TRY(auto connection, SqliteConnection::Open(path, state->vfs.Name(), Purpose::Inspect));
  ARM_TRY(const auto applied, ReadApplied(*connection));
  ARM_CHECK(RequireNothingPending(migrations, applied));
  state->connection.Return(std::move(connection));
  return std::unique_ptr<SqliteInspection>(new SqliteInspection(std::move(state)));
}

SqliteInspection::SqliteInspection(std::unique_ptr<State> state) : state_(std::move(state)) {}

SqliteInspection::~SqliteInspection() = default;

Result<void> SqliteInspection::RunWrite(const Closure& /*closure*/) {
  return Fail(ErrorCode::StorageReadOnly, "the database was opened to be looked at");
}

Result<void> SqliteInspection::RunRead(const Closure& closure) {
  const auto connection = state_->connection.Borrow(kPatience);
  if (!connection) {
    return Fail(ErrorCode::Overloaded, "the connection for reading is busy");
  }
  return ReadSnapshot(state_->book, *connection, closure);
}

Result<void> SqliteInspection::CopyTo(const std::filesystem::path& to) {
  LocalFileSystem files;
  ARM_TRY(const auto file, files.Create(to, kPrivateFile));
  ARM_CHECK(file->Close());
  {
    const auto from = state_->connection.Borrow(kPatience);
    if (!from) {
      return Fail(ErrorCode::Overloaded, "the connection for reading is busy");
    }
    ARM_TRY(const auto copy, SqliteConnection::Open(to, state_->vfs.Name(), Purpose::Fill));
    ARM_CHECK(CopyPages(*from, *copy));
    ARM_CHECK(LetStandAlone(*copy));
  }
  return files.SyncFolder(std::filesystem::absolute(to).parent_path());
}

Result<void> SqliteInspection::CheckIntegrity() {
  const auto connection = state_->connection.Borrow(kPatience);
  if (!connection) {
    return Fail(ErrorCode::Overloaded, "the connection for reading is busy");
  }
  ARM_TRY(const std::string verdict, connection->Ask("PRAGMA integrity_check(1)"));
  ARM_TRY(const auto dangling, connection->RunOnce("PRAGMA foreign_key_check", {}));
  if (verdict != "ok" || !dangling.empty()) {
    return Fail(ErrorCode::DatabaseCorrupt, "the database's content contradicts itself");
  }
  return {};
}

}  // namespace armillary::metadata
