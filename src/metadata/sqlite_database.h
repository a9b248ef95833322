#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <thread>

#include "base/result.h"
#include "metadata/database.h"
#include "metadata/migration.h"

namespace armillary::metadata {

class StorageFaults;

// A database in one file of this process. Nothing else may change the file meanwhile.
//
// One thread writes: it takes what waits, runs each closure under a savepoint, and commits them
// together with one sync; a closure that fails takes nothing else with it, unless the disk is
// full, which fails the group. Readers do not wait for it. A full or read-only disk fails calls
// until there is room again, without a restart; a failed sync ends the process.
class SqliteDatabase : public Database {
 public:
  struct Options {
    std::filesystem::path path;
    std::size_t readers = 4;
    std::size_t queued_writes = 4096;
    std::size_t closures_per_commit = 256;
    std::chrono::milliseconds reader_patience = std::chrono::seconds(5);
    StorageFaults* faults = nullptr;  // For tests; must outlive the database.
  };

  // Commits so far, and closures in them.
  struct WriteFigures {
    std::uint64_t commits;
    std::uint64_t closures;
  };

  // Makes the file (0600) unless it is there, checks it and migrates it. Fails with
  // DatabaseCorrupt, SchemaNewer, SchemaChanged, or as Write does.
  static Result<std::unique_ptr<SqliteDatabase>> Open(const Options& options,
                                                      std::span<const Migration> migrations);
  ~SqliteDatabase() override;

  WriteFigures Writes() const;
  std::size_t WaitingWrites() const override;

 private:
  struct State;
  explicit SqliteDatabase(std::unique_ptr<State> state);

  Result<void> RunWrite(const Closure& closure) override;
  Result<void> RunRead(const Closure& closure) override;

  const std::unique_ptr<State> state_;
  std::jthread writer_;
};

}  // namespace armillary::metadata
