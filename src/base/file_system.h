#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace armillary {

// What nobody but the owner may see.
inline constexpr unsigned kPrivateFile = 0600;
inline constexpr unsigned kPrivateFolder = 0700;

enum class FileKind : std::uint8_t { File, Folder, Other };

struct FileStatus {
  FileKind kind;
  std::uint64_t size;
  unsigned mode;  // The permission bits, such as 0600.
  TimePoint modified;
};

// A file being written for the first time. Going without Close keeps what was written.
class WritableFile {
 public:
  virtual ~WritableFile() = default;

  // Writes the first bytes of `bytes`, at least one unless it is empty, and says how many.
  virtual Result<std::size_t> Write(std::span<const std::byte> bytes) = 0;
  virtual Result<void> SetModified(TimePoint time) = 0;
  // The bytes are on disk once this succeeds. After a failure nobody knows which are, and another
  // call may succeed without them: never call it again.
  virtual Result<void> Sync() = 0;
  virtual Result<void> Close() = 0;
};

// A file that does not change while it is read. Thread-safe.
class ReadableFile {
 public:
  virtual ~ReadableFile() = default;

  virtual std::uint64_t Size() const = 0;
  // Fills `into`, or less of it at the end of the file, and says how much.
  virtual Result<std::size_t> ReadAt(std::uint64_t offset, std::span<std::byte> into) const = 0;
};

// The only way to files, so that tests can break each call of it. Thread-safe.
//
// Fails with StorageFull, StorageReadOnly (also: not this user), Overloaded (too many open files),
// NotFound, AlreadyExists or, for all else, StorageUnavailable. No message names a path.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Fails with AlreadyExists, also where the path is a link.
  virtual Result<std::unique_ptr<WritableFile>> Create(const std::filesystem::path& path,
                                                       unsigned mode) = 0;
  virtual Result<std::unique_ptr<ReadableFile>> Open(const std::filesystem::path& path) = 0;
  // None if nothing is there.
  virtual Result<std::optional<FileStatus>> Status(const std::filesystem::path& path) = 0;
  // The first `most` names after `after` in the order of their bytes.
  virtual Result<std::vector<std::string>> List(const std::filesystem::path& folder,
                                                std::string_view after, std::size_t most) = 0;
  virtual Result<void> MakeFolder(const std::filesystem::path& path, unsigned mode) = 0;
  // Replaces what `to` names. On disk only after SyncFolder of its folder, as is a new file or
  // folder.
  virtual Result<void> Rename(const std::filesystem::path& from,
                              const std::filesystem::path& to) = 0;
  virtual Result<void> Remove(const std::filesystem::path& path) = 0;
  // As with Sync of a file: never again after a failure, but for Overloaded.
  virtual Result<void> SyncFolder(const std::filesystem::path& path) = 0;
};

// The machine's own files. Each write, sync, rename and removal is a crash point.
class LocalFileSystem : public FileSystem {
 public:
  Result<std::unique_ptr<WritableFile>> Create(const std::filesystem::path& path,
                                               unsigned mode) override;
  Result<std::unique_ptr<ReadableFile>> Open(const std::filesystem::path& path) override;
  Result<std::optional<FileStatus>> Status(const std::filesystem::path& path) override;
  Result<std::vector<std::string>> List(const std::filesystem::path& folder, std::string_view after,
                                        std::size_t most) override;
  Result<void> MakeFolder(const std::filesystem::path& path, unsigned mode) override;
  Result<void> Rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  Result<void> Remove(const std::filesystem::path& path) override;
  Result<void> SyncFolder(const std::filesystem::path& path) override;
};

// Writes all of `bytes`, in as many calls as it takes.
Result<void> WriteAll(WritableFile& file, std::span<const std::byte> bytes);

// Puts a whole file in place such that any crash leaves the old one or the new one: beside it,
// synced, renamed, the folder synced. Only one caller at a time for a path.
Result<void> WriteFileDurably(FileSystem& files, const std::filesystem::path& path,
                              std::span<const std::byte> bytes, unsigned mode);

// Makes the folder unless it is there, and syncs the one it lies in, which must exist.
Result<void> MakeFolderDurably(FileSystem& files, const std::filesystem::path& path, unsigned mode);

// Fails with TooLong if the file is larger than `most`.
Result<std::vector<std::byte>> ReadWholeFile(FileSystem& files, const std::filesystem::path& path,
                                             std::size_t most);

}  // namespace armillary
