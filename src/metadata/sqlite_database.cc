#include "metadata/sqlite_database.h"

#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/crash_point.h"
#include "base/digest.h"
#include "base/file_system.h"
#include "metadata/internal/pool.h"
#include "metadata/internal/schema_script.h"
#include "metadata/internal/sqlite_connection.h"
#include "metadata/internal/sqlite_reading.h"
#include "metadata/internal/sqlite_vfs.h"
#include "metadata/internal/sqlite_writer.h"
#include "metadata/internal/statement_book.h"

namespace armillary::metadata {
namespace {

// SQLite syncs what it writes, but not the folder that names a new file.
Result<void> MakeFile(const std::filesystem::path& path) {
  LocalFileSystem files;
  ARM_TRY(const auto status, files.Status(path));
  if (status) {
    return {};
  }
  ARM_TRY(const auto file, files.Create(path, kPrivateFile));
  ARM_CHECK(file->Sync());
  ARM_CHECK(file->Close());
  return files.SyncFolder(std::filesystem::absolute(path).parent_path());
}

Result<void> RunMigration(SqliteConnection& connection, const Migration& migration) {
  ARM_TRY(const auto statements, ParseScript(migration.sql, Dialect::Sqlite));
  for (const SchemaStatement& statement : statements) {
    ARM_TRY(const auto ignored, connection.RunOnce(statement.sql, {}));
  }
  ARM_TRY(const auto ignored,
          connection.RunOnce("INSERT INTO schema_migrations (module, name, sha256) "
                             "VALUES (?1, ?2, ?3)",
                             {migration.module, migration.name, Sha256(migration.sql).ToHex()}));
  return {};
}

Result<void> MigrateInTransaction(SqliteConnection& connection, const Migration& migration) {
  CrashPoint("migration.begin", migration.module);
  ARM_CHECK(connection.Execute("BEGIN IMMEDIATE"));
  Result<void> done = RunMigration(connection, migration);
  if (done) {
    CrashPoint("sqlite.commit");
    done = connection.Execute("COMMIT");
  }
  if (!done && connection.InTransaction()) {
    ARM_CHECK(connection.Execute("ROLLBACK"));
  }
  CrashPoint("migration.end", migration.module);
  return done;
}

Result<void> Migrate(SqliteConnection& connection, std::span<const Migration> known) {
  ARM_CHECK(
      connection.Execute("CREATE TABLE IF NOT EXISTS schema_migrations ("
                         "module TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, "
                         "PRIMARY KEY (module, name)) STRICT"));
  ARM_TRY(const auto applied, ReadApplied(connection));
  ARM_TRY(const auto pending, PendingMigrations(known, applied));
  for (const Migration& migration : pending) {
    ARM_CHECK(MigrateInTransaction(connection, migration));
  }
  return {};
}

Result<void> QuickCheck(SqliteConnection& connection) {
  ARM_TRY(const std::string verdict, connection.Ask("PRAGMA quick_check(1)"));
  if (verdict != "ok") {
    return Fail(ErrorCode::DatabaseCorrupt, "the database file is damaged");
  }
  return {};
}

}  // namespace

struct SqliteDatabase::State {
  State(const Options& given, SchemaTables tables)
      : options(given), vfs(given.faults), book(std::move(tables)) {}

  const Options options;
  SqliteVfs vfs;
  StatementBook book;
  std::unique_ptr<SqliteWriter> writer;
  Pool<SqliteConnection> readers;  // Goes first: the last to close merges the log into the file.
};

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Open(
    const Options& options, std::span<const Migration> migrations) {
  ARM_TRY(auto tables, TablesOf(migrations));
  auto state = std::make_unique<State>(options, std::move(tables));
  ARM_CHECK(MakeFile(options.path));
  ARM_TRY(auto connection, SqliteConnection::Open(options.path, state->vfs.Name(), Purpose::Write));
  ARM_CHECK(QuickCheck(*connection));
  ARM_CHECK(Migrate(*connection, migrations));
  for (std::size_t i = 0; i < options.readers; ++i) {
    ARM_TRY(auto reader, SqliteConnection::Open(options.path, state->vfs.Name(), Purpose::Read));
    state->readers.Return(std::move(reader));
  }
  state->writer = std::make_unique<SqliteWriter>(
      state->book, std::move(connection),
      SqliteWriter::Limits{.queued = options.queued_writes,
                           .closures_per_commit = options.closures_per_commit});
  return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(std::move(state)));
}

SqliteDatabase::SqliteDatabase(std::unique_ptr<State> state)
    : state_(std::move(state)), writer_([&writer = *state_->writer] {
        while (writer.Step()) {
        }
      }) {}

SqliteDatabase::~SqliteDatabase() { state_->writer->Close(); }

Result<void> SqliteDatabase::RunWrite(const Closure& closure) {
  ARM_ASSERT(std::this_thread::get_id() != writer_.get_id());  // It would wait for itself.
  return state_->writer->Run(closure);
}

Result<void> SqliteDatabase::RunRead(const Closure& closure) {
  const auto reader = state_->readers.Borrow(state_->options.reader_patience);
  if (!reader) {
    return Fail(ErrorCode::Overloaded, "all connections for reading are busy");
  }
  return ReadSnapshot(state_->book, *reader, closure);
}

SqliteDatabase::WriteFigures SqliteDatabase::Writes() const {
  const auto figures = state_->writer->SoFar();
  return {.commits = figures.commits, .closures = figures.closures};
}

std::size_t SqliteDatabase::WaitingWrites() const { return state_->writer->Waiting(); }

}  // namespace armillary::metadata
