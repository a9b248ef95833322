#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace armillary::metadata {

enum class StorageCall : std::uint8_t { Write, Truncate, Sync, Delete };

// Sees each call by which SQLite changes the disk, just before it happens. Thread-safe.
class StorageFaults {
 public:
  virtual ~StorageFaults() = default;

  // SQLITE_OK lets the call happen; any other code is what SQLite gets instead.
  virtual int Before(StorageCall call, std::string_view path) = 0;
};

// SQLite's way to files, with a crash point and `faults` before each change. One at a time may be
// registered for each `faults`; connections must close before it goes.
class SqliteVfs {
 public:
  // `faults` may be null; else it must outlive the result.
  explicit SqliteVfs(StorageFaults* faults);
  ~SqliteVfs();
  SqliteVfs(const SqliteVfs&) = delete;
  SqliteVfs& operator=(const SqliteVfs&) = delete;

  const char* Name() const;

 private:
  struct Registration;
  std::unique_ptr<Registration> registration_;
};

}  // namespace armillary::metadata
