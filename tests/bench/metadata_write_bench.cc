// Durable small writes: Database::Write with 64 callers, against a bare SQLite loop that commits as
// many rows at once. The figure is the ratio of their items_per_second, where the argument of
// BareLoop is nearest to the rows_per_commit of DatabaseWrite. Both write to new files in the
// working directory, which must be on a disk.

#include <atomic>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <vector>

#include "metadata/sqlite_database.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::metadata {
namespace {

constexpr int kCallers = 64;

// Rows before the first that is measured: the log has then its full length and starts again from
// its beginning, as in a server that runs for a while. A sync of a file that grows takes longer.
constexpr std::int64_t kWarmUpRows = 60'000;

// A new folder for each run, on the disk that the working directory is on.
class Folder {
 public:
  Folder() {
    std::string path = std::filesystem::current_path() / "bench_XXXXXX";
    path_ = ::mkdtemp(path.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::vector<Migration> Tables() {
  return {{.module = "bench",
           .name = "0001_events.sql",
           .sql = "CREATE TABLE events (tenant_id TEXT NOT NULL, id BIGINT NOT NULL, "
                  "note TEXT NOT NULL, PRIMARY KEY (tenant_id, id))"}};
}

const std::string kNote(100, 'n');

struct Shared {
  Folder folder;
  std::unique_ptr<SqliteDatabase> database =
      *SqliteDatabase::Open({.path = folder / "bench.db"}, Tables());
  std::atomic<std::int64_t> next_id{0};
};

std::unique_ptr<Shared> shared;

Result<void> Insert(Transaction& transaction, std::int64_t rows) {
  const TenantScope scope = TestScopes::Tenant({"acme"});
  for (std::int64_t row = 0; row < rows; ++row) {
    ARM_TRY(const auto ignored,
            transaction.Query(scope, "INSERT INTO events (tenant_id, id, note) VALUES ($1, $2, $3)",
                              {++shared->next_id, kNote}));
  }
  return {};
}

void Must(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void StartDatabase(const benchmark::State&) {
  shared = std::make_unique<Shared>();
  Must(shared->database
           ->Write([](Transaction& transaction) { return Insert(transaction, kWarmUpRows); })
           .has_value());
}

void StopDatabase(const benchmark::State&) { shared.reset(); }

void DatabaseWrite(benchmark::State& state) {
  for (auto _ : state) {
    Must(shared->database->Write([](Transaction& transaction) { return Insert(transaction, 1); })
             .has_value());
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    const auto writes = shared->database->Writes();
    state.counters["rows_per_commit"] =
        static_cast<double>(writes.closures - 1) / static_cast<double>(writes.commits - 1);
  }
}
BENCHMARK(DatabaseWrite)
    ->Threads(kCallers)
    ->UseRealTime()
    ->Setup(StartDatabase)
    ->Teardown(StopDatabase);

void BareLoop(benchmark::State& state) {
  const Folder folder;
  sqlite3* connection = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  Must(sqlite3_open_v2((folder / "bare.db").c_str(), &connection, kFlags, nullptr) == SQLITE_OK);
  Must(sqlite3_exec(connection,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                    "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; "
                    "PRAGMA cache_size = -16384;"
                    "CREATE TABLE events (tenant_id TEXT NOT NULL, id INT NOT NULL, "
                    "note TEXT NOT NULL, PRIMARY KEY (tenant_id, id)) STRICT",
                    nullptr, nullptr, nullptr) == SQLITE_OK);
  const auto prepare = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    Must(sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  };
  sqlite3_stmt* const begin = prepare("BEGIN IMMEDIATE");
  sqlite3_stmt* const commit = prepare("COMMIT");
  sqlite3_stmt* const insert =
      prepare("INSERT INTO events (tenant_id, id, note) VALUES (?1, ?2, ?3)");
  const auto run = [](sqlite3_stmt* statement) {
    Must(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  };
  std::int64_t id = 0;
  const auto commit_rows = [&](std::int64_t rows) {
    run(begin);
    for (std::int64_t row = 0; row < rows; ++row) {
      sqlite3_bind_text(insert, 1, "acme", 4, SQLITE_STATIC);
      sqlite3_bind_int64(insert, 2, ++id);
      sqlite3_bind_text(insert, 3, kNote.data(), static_cast<int>(kNote.size()), SQLITE_STATIC);
      run(insert);
    }
    run(commit);
  };
  commit_rows(kWarmUpRows);
  for (auto _ : state) {
    commit_rows(state.range(0));
  }
  state.SetItemsProcessed(id - kWarmUpRows);
  for (sqlite3_stmt* const statement : {begin, commit, insert}) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(connection);
}
BENCHMARK(BareLoop)->DenseRange(1, kCallers)->UseRealTime();

}  // namespace
}  // namespace armillary::metadata

BENCHMARK_MAIN();
