#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "base/guarded.h"

namespace armillary {

enum class FileCallKind : std::uint8_t {
  Create,
  Write,
  SetModified,
  Sync,
  Close,
  Open,
  Read,
  Status,
  List,
  MakeFolder,
  Rename,
  Remove,
  SyncFolder
};

// One call that came through a FaultyFileSystem.
struct FileCall {
  FileCallKind kind;
  std::filesystem::path path;
  std::filesystem::path target = {};  // Of a rename.
  bool succeeded = true;
};

// What goes wrong with the `nth` call (the first is 1) of a kind, or from it on.
struct FileFault {
  FileCallKind kind;
  std::size_t nth = 1;
  bool and_later = false;
  // Without one the call does nothing, yet says that it succeeded; only for calls without a value.
  std::optional<ErrorCode> error = {};
};

// Passes calls on to another file system, records them, and breaks some.
class FaultyFileSystem : public FileSystem {
 public:
  // `real` must outlive it.
  explicit FaultyFileSystem(FileSystem& real) : real_(real) {}

  void Break(FileFault fault);
  void Mend();
  // From now on a write takes at most so many bytes at a time.
  void LimitWrites(std::size_t bytes);

  // Every call in order, apart from those that a fault left out.
  std::vector<FileCall> Calls() const;
  // How often a kind was called since the last Forget, whatever came of it.
  std::size_t Count(FileCallKind kind) const;
  // Starts counting and recording anew.
  void Forget();

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

 private:
  class Writable;
  class Readable;

  struct State {
    std::vector<FileFault> faults;
    std::vector<FileCall> calls;
    std::map<FileCallKind, std::size_t> reached;
    std::size_t most_written = SIZE_MAX;
  };

  // Counts a call and says what goes wrong with it, if anything.
  std::optional<FileFault> Reach(FileCallKind kind);
  std::size_t MostWritten() const;

  template <class T, class Call>
  Result<T> Pass(FileCall record, Call call);

  FileSystem& real_;
  Guarded<State> state_;
};

}  // namespace armillary
