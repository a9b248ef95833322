#include "metadata/internal/sqlite_vfs.h"

#include <atomic>
#include <memory>
#include <sqlite3.h>

#include "base/assert.h"
#include "base/crash_point.h"

namespace armillary::metadata {
namespace {

// SQLite hands out raw memory of szOsFile bytes: ours first, then that of the VFS below.
struct File {
  sqlite3_file base;
  StorageFaults* faults;
  const char* path;

  sqlite3_file* Below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  static File& Of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
};

const char* CrashName(StorageCall call) {
  switch (call) {
    case StorageCall::Write:
      return "sqlite.write";
    case StorageCall::Truncate:
      return "sqlite.truncate";
    case StorageCall::Sync:
      return "sqlite.sync";
    case StorageCall::Delete:
      break;
  }
  return "sqlite.delete";
}

int Announce(StorageFaults* faults, StorageCall call, const char* path) {
  const std::string_view name = path == nullptr ? "" : path;
  CrashPoint(CrashName(call), name);
  return faults == nullptr ? SQLITE_OK : faults->Before(call, name);
}

// Forwards one method to the file below.
template <auto Method, class... Args>
int Forward(sqlite3_file* file, Args... args) {
  sqlite3_file* const below = File::Of(file).Below();
  return (below->pMethods->*Method)(below, args...);
}

template <auto Method, StorageCall Call, class... Args>
int ForwardChange(sqlite3_file* file, Args... args) {
  const File& ours = File::Of(file);
  const int refusal = Announce(ours.faults, Call, ours.path);
  return refusal == SQLITE_OK ? Forward<Method>(file, args...) : refusal;
}

void Barrier(sqlite3_file* file) {
  sqlite3_file* const below = File::Of(file).Below();
  below->pMethods->xShmBarrier(below);
}

using Methods = sqlite3_io_methods;
// Version 2: shared memory, and no mapping of the database, which would write past this seam.
const Methods kMethods{
    .iVersion = 2,
    .xClose = Forward<&Methods::xClose>,
    .xRead = Forward<&Methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = ForwardChange<&Methods::xWrite, StorageCall::Write, const void*, int, sqlite3_int64>,
    .xTruncate = ForwardChange<&Methods::xTruncate, StorageCall::Truncate, sqlite3_int64>,
    .xSync = ForwardChange<&Methods::xSync, StorageCall::Sync, int>,
    .xFileSize = Forward<&Methods::xFileSize, sqlite3_int64*>,
    .xLock = Forward<&Methods::xLock, int>,
    .xUnlock = Forward<&Methods::xUnlock, int>,
    .xCheckReservedLock = Forward<&Methods::xCheckReservedLock, int*>,
    .xFileControl = Forward<&Methods::xFileControl, int, void*>,
    .xSectorSize = Forward<&Methods::xSectorSize>,
    .xDeviceCharacteristics = Forward<&Methods::xDeviceCharacteristics>,
    .xShmMap = Forward<&Methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = Forward<&Methods::xShmLock, int, int, int>,
    .xShmBarrier = Barrier,
    .xShmUnmap = Forward<&Methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr};

}  // namespace

struct SqliteVfs::Registration {
  sqlite3_vfs vfs{};
  sqlite3_vfs* below = nullptr;
  StorageFaults* faults = nullptr;
  std::string name;

  static Registration& Of(sqlite3_vfs* vfs) { return *static_cast<Registration*>(vfs->pAppData); }

  static int Open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags,
                  int* out_flags) {
    const Registration& ours = Of(vfs);
    File* const opened =
        std::construct_at(reinterpret_cast<File*>(file),
                          File{.base = {.pMethods = nullptr}, .faults = ours.faults, .path = path});
    const int result = ours.below->xOpen(ours.below, path, opened->Below(), flags, out_flags);
    if (opened->Below()->pMethods != nullptr) {
      opened->base.pMethods = &kMethods;
    }
    return result;
  }

  static int Delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    const Registration& ours = Of(vfs);
    const int refusal = Announce(ours.faults, StorageCall::Delete, path);
    return refusal == SQLITE_OK ? ours.below->xDelete(ours.below, path, sync_folder) : refusal;
  }
};

SqliteVfs::SqliteVfs(StorageFaults* faults) : registration_(std::make_unique<Registration>()) {
  static std::atomic<unsigned> number{0};
  Registration& ours = *registration_;
  ours.below = sqlite3_vfs_find(nullptr);
  ARM_ASSERT(ours.below != nullptr);
  ours.faults = faults;
  ours.name = "armillary-" + std::to_string(++number);
  // The rest of the methods never touch the disk's content and get this object, which starts as
  // a copy of the one below.
  ours.vfs = *ours.below;
  ours.vfs.szOsFile = static_cast<int>(sizeof(File)) + ours.below->szOsFile;
  ours.vfs.zName = ours.name.c_str();
  ours.vfs.pNext = nullptr;
  ours.vfs.pAppData = &ours;
  ours.vfs.xOpen = Registration::Open;
  ours.vfs.xDelete = Registration::Delete;
  ARM_ASSERT(sqlite3_vfs_register(&ours.vfs, 0) == SQLITE_OK);
}

SqliteVfs::~SqliteVfs() { sqlite3_vfs_unregister(&registration_->vfs); }

const char* SqliteVfs::Name() const { return registration_->name.c_str(); }

}  // namespace armillary::metadata
