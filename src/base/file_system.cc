#include "base/file_system.h"

#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/crash_point.h"

namespace armillary {
namespace {

namespace fs = std::filesystem;

bool HasNoDescriptor(int error) { return error == EMFILE || error == ENFILE; }

tl::unexpected<Error> FailWithoutDescriptor() {
  return Fail(ErrorCode::Overloaded, "too many files are open");
}

tl::unexpected<Error> FailRead(int error) {
  if (HasNoDescriptor(error)) {
    return FailWithoutDescriptor();
  }
  if (error == ENOENT || error == ENOTDIR) {
    return Fail(ErrorCode::NotFound, "there is no such file");
  }
  if (error == EACCES || error == EPERM) {
    return Fail(ErrorCode::StorageUnavailable, "this user may not read a stored file");
  }
  return Fail(ErrorCode::StorageUnavailable, "a stored file cannot be read");
}

tl::unexpected<Error> FailChange(int error) {
  if (HasNoDescriptor(error)) {
    return FailWithoutDescriptor();
  }
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Fail(ErrorCode::StorageFull, "the disk is full");
    case EROFS:
      return Fail(ErrorCode::StorageReadOnly, "the disk takes no writes");
    case EACCES:
    case EPERM:
      return Fail(ErrorCode::StorageReadOnly, "this user may not write there");
    case EEXIST:
      return Fail(ErrorCode::AlreadyExists, "the file exists");
    case ENOENT:
    case ENOTDIR:
      return Fail(ErrorCode::NotFound, "there is no such file");
    default:
      return Fail(ErrorCode::StorageUnavailable, "a file cannot be changed");
  }
}

Result<void> ChangeResult(int returned) {
  if (returned != 0) {
    return FailChange(errno);
  }
  return {};
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { (void)Close(); }
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;

  int Get() const { return value_; }
  bool IsOpen() const { return value_ >= 0; }
  // Linux frees the descriptor even if this fails.
  int Close() { return IsOpen() ? ::close(std::exchange(value_, -1)) : 0; }

 private:
  int value_;
};

TimePoint FromTimespec(const timespec& time) {
  using std::chrono::floor, std::chrono::milliseconds, std::chrono::nanoseconds;
  return TimePoint{std::chrono::seconds{time.tv_sec} +
                   floor<milliseconds>(nanoseconds{time.tv_nsec})};
}

timespec ToTimespec(TimePoint time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::chrono::nanoseconds rest = time - seconds;
  return {.tv_sec = seconds.time_since_epoch().count(), .tv_nsec = rest.count()};
}

FileKind KindOf(mode_t mode) {
  if (S_ISREG(mode)) {
    return FileKind::File;
  }
  return S_ISDIR(mode) ? FileKind::Folder : FileKind::Other;
}

class LocalWritableFile : public WritableFile {
 public:
  LocalWritableFile(Descriptor descriptor, fs::path path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<std::size_t> Write(std::span<const std::byte> bytes) override {
    CrashPoint("file.write", path_.native());
    ssize_t written = -1;
    do {
      written = ::write(descriptor_.Get(), bytes.data(), bytes.size());
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
      return FailChange(errno);
    }
    return static_cast<std::size_t>(written);
  }

  Result<void> SetModified(TimePoint time) override {
    const timespec stamp = ToTimespec(time);
    const timespec times[2] = {stamp, stamp};
    return ChangeResult(::futimens(descriptor_.Get(), times));
  }

  Result<void> Sync() override {
    CrashPoint("file.sync", path_.native());
    return ChangeResult(::fdatasync(descriptor_.Get()));
  }

  Result<void> Close() override { return ChangeResult(descriptor_.Close()); }

 private:
  Descriptor descriptor_;
  const fs::path path_;
};

class LocalReadableFile : public ReadableFile {
 public:
  LocalReadableFile(Descriptor descriptor, std::uint64_t size)
      : descriptor_(std::move(descriptor)), size_(size) {}

  std::uint64_t Size() const override { return size_; }

  Result<std::size_t> ReadAt(std::uint64_t offset, std::span<std::byte> into) const override {
    std::size_t filled = 0;
    while (filled < into.size()) {
      const ssize_t got = ::pread(descriptor_.Get(), into.data() + filled, into.size() - filled,
                                  static_cast<off_t>(offset + filled));
      if (got < 0 && errno != EINTR) {
        return FailRead(errno);
      }
      if (got == 0) {
        break;
      }
      filled += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return filled;
  }

 private:
  const Descriptor descriptor_;
  const std::uint64_t size_;
};

}  // namespace

Result<std::unique_ptr<WritableFile>> LocalFileSystem::Create(const fs::path& path, unsigned mode) {
  Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!descriptor.IsOpen()) {
    return FailChange(errno);
  }
  return std::make_unique<LocalWritableFile>(std::move(descriptor), path);
}

Result<std::unique_ptr<ReadableFile>> LocalFileSystem::Open(const fs::path& path) {
  Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat found{};
  if (!descriptor.IsOpen() || ::fstat(descriptor.Get(), &found) != 0) {
    return FailRead(errno);
  }
  if (!S_ISREG(found.st_mode)) {
    return FailRead(EINVAL);
  }
  return std::make_unique<LocalReadableFile>(std::move(descriptor),
                                             static_cast<std::uint64_t>(found.st_size));
}

Result<std::optional<FileStatus>> LocalFileSystem::Status(const fs::path& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) == 0) {
    return FileStatus{.kind = KindOf(found.st_mode),
                      .size = static_cast<std::uint64_t>(found.st_size),
                      .mode = found.st_mode & 07777U,
                      .modified = FromTimespec(found.st_mtim)};
  }
  if (errno == ENOENT || errno == ENOTDIR) {
    return std::nullopt;
  }
  return FailRead(errno);
}

Result<std::vector<std::string>> LocalFileSystem::List(const fs::path& folder,
                                                       std::string_view after, std::size_t most) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), &::closedir);
  if (!stream) {
    return FailRead(errno);
  }
  std::set<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != ".." && name > after) {
      names.emplace(name);
    }
    if (names.size() > most) {
      names.erase(std::prev(names.end()));
    }
    errno = 0;
  }
  if (errno != 0) {
    return FailRead(errno);
  }
  return std::vector<std::string>(names.begin(), names.end());
}

Result<void> LocalFileSystem::MakeFolder(const fs::path& path, unsigned mode) {
  CrashPoint("folder.make", path.native());
  return ChangeResult(::mkdir(path.c_str(), mode));
}

Result<void> LocalFileSystem::Rename(const fs::path& from, const fs::path& to) {
  CrashPoint("file.rename", to.native());
  return ChangeResult(std::rename(from.c_str(), to.c_str()));
}

Result<void> LocalFileSystem::Remove(const fs::path& path) {
  CrashPoint("file.remove", path.native());
  return ChangeResult(::unlink(path.c_str()));
}

Result<void> LocalFileSystem::SyncFolder(const fs::path& path) {
  CrashPoint("folder.sync", path.native());
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.IsOpen()) {
    return FailChange(errno);
  }
  return ChangeResult(::fsync(descriptor.Get()));
}

Result<void> WriteAll(WritableFile& file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    ARM_TRY(const std::size_t written, file.Write(bytes));
    if (written == 0) {
      return Fail(ErrorCode::StorageUnavailable, "the disk takes no more bytes");
    }
    bytes = bytes.subspan(written);
  }
  return {};
}

namespace {

Result<void> WriteSynced(FileSystem& files, const fs::path& path, std::span<const std::byte> bytes,
                         unsigned mode) {
  ARM_TRY(const auto file, files.Create(path, mode));
  ARM_CHECK(WriteAll(*file, bytes));
  ARM_CHECK(file->Sync());
  return file->Close();
}

fs::path FolderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<void> RemoveIfThere(FileSystem& files, const fs::path& path) {
  auto removed = files.Remove(path);
  if (!removed && removed.error().code == ErrorCode::NotFound) {
    return {};
  }
  return removed;
}

}  // namespace

Result<void> WriteFileDurably(FileSystem& files, const fs::path& path,
                              std::span<const std::byte> bytes, unsigned mode) {
  fs::path beside = path;
  beside += ".new";
  ARM_CHECK(RemoveIfThere(files, beside));
  auto placed = WriteSynced(files, beside, bytes, mode);
  if (placed) {
    placed = files.Rename(beside, path);
  }
  if (!placed) {
    (void)files.Remove(beside);
    return placed;
  }
  return files.SyncFolder(FolderOf(path));
}

Result<void> MakeFolderDurably(FileSystem& files, const fs::path& path, unsigned mode) {
  ARM_TRY(const auto found, files.Status(path));
  if (!found) {
    auto made = files.MakeFolder(path, mode);
    if (!made && made.error().code != ErrorCode::AlreadyExists) {
      return made;
    }
  } else if (found->kind != FileKind::Folder) {
    return Fail(ErrorCode::AlreadyExists, "a file is where a folder should be");
  }
  return files.SyncFolder(FolderOf(path));
}

Result<std::vector<std::byte>> ReadWholeFile(FileSystem& files, const fs::path& path,
                                             std::size_t most) {
  ARM_TRY(const auto file, files.Open(path));
  if (file->Size() > most) {
    return Fail(ErrorCode::TooLong, "a file is larger than it may be");
  }
  std::vector<std::byte> bytes(file->Size());
  ARM_TRY(const std::size_t got, file->ReadAt(0, bytes));
  bytes.resize(got);
  return bytes;
}

}  // namespace armillary
