#include "base/file_system.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/durability_oracle.h"
#include "base/testing/faulty_file_system.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class FileSystemTest : public testing::Test {
 protected:
  std::string Content(const fs::path& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  Result<void> Write(const fs::path& path, std::string_view text) {
    return WriteFileDurably(files_, path, AsBytes(text), 0600);
  }

  TempFolder folder_;
  const fs::path path_ = folder_.Path() / "file";
  LocalFileSystem disk_;
  FaultyFileSystem files_{disk_};
};

TEST_F(FileSystemTest, CreatesAFileOnce) {
  const auto file = disk_.Create(path_, 0640);
  ASSERT_THAT(file, Succeeds());
  ASSERT_THAT(WriteAll(**file, AsBytes("text")), Succeeds());
  ASSERT_THAT((*file)->Sync(), Succeeds());
  ASSERT_THAT((*file)->Close(), Succeeds());

  EXPECT_EQ(Content(path_), "text");
  EXPECT_EQ((*disk_.Status(path_))->mode, 0640U);
  EXPECT_THAT(disk_.Create(path_, 0600), FailsWith(ErrorCode::AlreadyExists));
}

TEST_F(FileSystemTest, DoesNotCreateThroughALink) {
  fs::create_symlink(folder_.Path() / "elsewhere", path_);

  EXPECT_THAT(disk_.Create(path_, 0600), FailsWith(ErrorCode::AlreadyExists));
  EXPECT_FALSE(fs::exists(folder_.Path() / "elsewhere"));
}

TEST_F(FileSystemTest, ReadsAnyPartOfAFile) {
  std::ofstream(path_) << "0123456789";
  const auto file = *disk_.Open(path_);
  std::string text(4, '.');
  const auto into = std::as_writable_bytes(std::span(text));

  EXPECT_EQ(file->Size(), 10U);
  EXPECT_EQ(file->ReadAt(2, into), 4U);
  EXPECT_EQ(text, "2345");
  EXPECT_EQ(file->ReadAt(8, into), 2U);
  EXPECT_EQ(text, "8945");
  EXPECT_EQ(file->ReadAt(10, into), 0U);
}

TEST_F(FileSystemTest, OpensOnlyFiles) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);

  EXPECT_THAT(disk_.Open(path_), FailsWith(ErrorCode::StorageUnavailable));
  EXPECT_THAT(disk_.Open(folder_.Path()), FailsWith(ErrorCode::StorageUnavailable));
  EXPECT_THAT(disk_.Open(folder_.Path() / "none"), FailsWith(ErrorCode::NotFound));
}

TEST_F(FileSystemTest, TellsWhatIsThere) {
  std::ofstream(path_) << "12345";

  const auto file = *disk_.Status(path_);
  EXPECT_EQ(file->kind, FileKind::File);
  EXPECT_EQ(file->size, 5U);
  EXPECT_EQ((*disk_.Status(folder_.Path()))->kind, FileKind::Folder);
  EXPECT_EQ((*disk_.Status("/dev/null"))->kind, FileKind::Other);
  EXPECT_EQ(*disk_.Status(folder_.Path() / "none"), std::nullopt);
  EXPECT_EQ(*disk_.Status(path_ / "below a file"), std::nullopt);
}

TEST_F(FileSystemTest, SetsTheTimeOfTheLastChange) {
  const TimePoint time = FromMillis(1'767'225'600'123);
  {
    const auto file = *disk_.Create(path_, 0600);
    ASSERT_THAT(file->SetModified(time), Succeeds());
  }

  EXPECT_EQ((*disk_.Status(path_))->modified, time);
}

TEST_F(FileSystemTest, ListsNamesInOrderFromAnyPlaceOn) {
  for (const char* name : {"b", "c", "a", ".d", "C"}) {
    std::ofstream(folder_.Path() / name) << "x";
  }

  EXPECT_THAT(*disk_.List(folder_.Path(), {}, 10), ElementsAre(".d", "C", "a", "b", "c"));
  EXPECT_THAT(*disk_.List(folder_.Path(), {}, 2), ElementsAre(".d", "C"));
  EXPECT_THAT(*disk_.List(folder_.Path(), "C", 2), ElementsAre("a", "b"));
  EXPECT_THAT(*disk_.List(folder_.Path(), "c", 2), IsEmpty());
  EXPECT_THAT(disk_.List(folder_.Path() / "none", {}, 2), FailsWith(ErrorCode::NotFound));
}

TEST_F(FileSystemTest, ChangesNames) {
  std::ofstream(path_) << "new";
  std::ofstream(folder_.Path() / "old") << "old";

  EXPECT_THAT(disk_.Rename(path_, folder_.Path() / "old"), Succeeds());
  EXPECT_EQ(Content(folder_.Path() / "old"), "new");
  EXPECT_THAT(disk_.Rename(path_, folder_.Path() / "x"), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(disk_.Remove(folder_.Path() / "old"), Succeeds());
  EXPECT_THAT(disk_.Remove(folder_.Path() / "old"), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(disk_.MakeFolder(folder_.Path() / "sub", 0700), Succeeds());
  EXPECT_THAT(disk_.MakeFolder(folder_.Path() / "sub", 0700), FailsWith(ErrorCode::AlreadyExists));
  EXPECT_THAT(disk_.SyncFolder(folder_.Path()), Succeeds());
  EXPECT_THAT(disk_.SyncFolder(folder_.Path() / "none"), FailsWith(ErrorCode::NotFound));
}

// Runs `body` in a process of its own, which may change what it likes about itself.
int ExitCodeOf(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

constexpr int kNotAllowed = 77;

// In a namespace of its own, as root of it: needs no rights and is gone with the process.
bool MountSmallDisk(const fs::path& path) {
  const std::string user = std::to_string(::getuid());
  const std::string group = std::to_string(::getgid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
    return false;
  }
  std::ofstream("/proc/self/setgroups") << "deny";
  std::ofstream("/proc/self/uid_map") << "0 " + user + " 1";
  std::ofstream("/proc/self/gid_map") << "0 " + group + " 1";
  return ::mount("none", path.c_str(), "tmpfs", 0, "size=64k") == 0;
}

ErrorCode CodeOf(const Result<void>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

TEST_F(FileSystemTest, TellsAFullDiskFromOneThatTakesNoWrites) {
  const std::string large(1 << 20, 'x');
  const auto write = [&](std::string_view text) {
    return CodeOf(WriteFileDurably(disk_, path_, AsBytes(text), 0600));
  };
  const int code = ExitCodeOf([&] {
    if (!MountSmallDisk(folder_.Path())) {
      return kNotAllowed;
    }
    const bool full = write(large) == ErrorCode::StorageFull && !*disk_.Status(path_);
    const bool room_again = write("small") == ErrorCode::Internal;
    ::mount("none", folder_.Path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr);
    const bool read_only = write("small") == ErrorCode::StorageReadOnly;
    return (full ? 0 : 1) + (room_again ? 0 : 2) + (read_only ? 0 : 4);
  });

  if (code == kNotAllowed) {
    GTEST_SKIP() << "this machine lets no ordinary user mount a small disk";
  }
  EXPECT_EQ(code, 0) << "1: full, 2: room again, 4: read only";
}

TEST_F(FileSystemTest, TakesAFileThatMayNotGrowAsAFullDisk) {
  const std::string large(1 << 20, 'x');
  const int code = ExitCodeOf([&] {
    const rlimit limit{.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
    if (std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR || ::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
      return kNotAllowed;
    }
    const auto written = CodeOf(WriteFileDurably(disk_, path_, AsBytes(large), 0600));
    return written == ErrorCode::StorageFull && !*disk_.Status(path_) ? 0 : 1;
  });

  EXPECT_EQ(code, 0);
}

TEST_F(FileSystemTest, TellsThatTooManyFilesAreOpen) {
  std::ofstream(path_) << "there";
  // A sanitizer looks once whether a file system is one, and opens a pipe for that.
  ASSERT_THAT(WriteFileDurably(disk_, folder_.Path() / "before", AsBytes("x"), 0600), Succeeds());
  const int code = ExitCodeOf([&] {
    const rlimit limit{.rlim_cur = 0, .rlim_max = 0};
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
      return kNotAllowed;
    }
    const auto opened = disk_.Open(path_);
    const bool read = !opened && opened.error().code == ErrorCode::Overloaded;
    const bool written = CodeOf(WriteFileDurably(disk_, folder_.Path() / "x", AsBytes("x"),
                                                 0600)) == ErrorCode::Overloaded;
    const bool synced = CodeOf(disk_.SyncFolder(folder_.Path())) == ErrorCode::Overloaded;
    return (read ? 0 : 1) + (written ? 0 : 2) + (synced ? 0 : 4);
  });

  EXPECT_EQ(code, 0) << "1: read, 2: written, 4: synced";
}

TEST_F(FileSystemTest, TellsThatItMayNotWriteOrRead) {
  std::ofstream(path_) << "secret";
  fs::permissions(path_, fs::perms::none);
  fs::permissions(folder_.Path(), fs::perms::owner_read | fs::perms::owner_exec |
                                      fs::perms::others_read | fs::perms::others_exec);
  const int code = ExitCodeOf([&] {
    if (::geteuid() == 0 && ::setuid(65534) != 0) {
      return kNotAllowed;
    }
    const auto opened = disk_.Open(path_);
    const bool unread = !opened && opened.error().code == ErrorCode::StorageUnavailable;
    const auto written = CodeOf(WriteFileDurably(disk_, folder_.Path() / "x", AsBytes("x"), 0600));
    return (unread ? 0 : 1) + (written == ErrorCode::StorageReadOnly ? 0 : 2);
  });
  fs::permissions(folder_.Path(), fs::perms::owner_all);

  EXPECT_EQ(code, 0) << "1: read, 2: written";
}

TEST_F(FileSystemTest, ReplacesAWholeFileOrNothing) {
  ASSERT_THAT(Write(path_, "old"), Succeeds());
  for (const FileCallKind kind : {FileCallKind::Create, FileCallKind::Write, FileCallKind::Sync,
                                  FileCallKind::Close, FileCallKind::Rename}) {
    files_.Forget();
    files_.Break({.kind = kind, .error = ErrorCode::StorageUnavailable});
    EXPECT_THAT(Write(path_, "new"), FailsWith(ErrorCode::StorageUnavailable));
    files_.Mend();

    EXPECT_EQ(Content(path_), "old");
    EXPECT_THAT(*disk_.List(folder_.Path(), {}, 10), ElementsAre("file"));
  }
  ASSERT_THAT(Write(path_, "new"), Succeeds());
  EXPECT_EQ(Content(path_), "new");
}

TEST_F(FileSystemTest, MakesAReplacedFileDurable) {
  files_.LimitWrites(2);
  ASSERT_THAT(Write(path_, "a longer text"), Succeeds());

  DurabilityOracle oracle;
  oracle.See(files_.Calls());

  EXPECT_EQ(oracle.WhatIsLost(path_), "");
  EXPECT_EQ(Content(path_), "a longer text");
}

TEST_F(FileSystemTest, NeedsEachSyncOfAReplacedFile) {
  for (const FileCallKind left_out : {FileCallKind::Sync, FileCallKind::SyncFolder}) {
    files_.Forget();
    files_.Break({.kind = left_out});
    ASSERT_THAT(Write(path_, "text"), Succeeds());
    files_.Mend();

    DurabilityOracle oracle;
    oracle.See(files_.Calls());
    EXPECT_NE(oracle.WhatIsLost(path_), "");
  }
}

TEST_F(FileSystemTest, WritesAFileInTheFolderItRunsIn) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_.Path());

  EXPECT_THAT(Write("file", "text"), Succeeds());
  EXPECT_THAT(MakeFolderDurably(files_, "sub", 0700), Succeeds());

  fs::current_path(before);
  EXPECT_EQ(Content(path_), "text");
}

TEST_F(FileSystemTest, GivesUpOnADiskThatTakesNothing) {
  files_.LimitWrites(0);

  EXPECT_THAT(Write(path_, "text"), FailsWith(ErrorCode::StorageUnavailable));
}

TEST_F(FileSystemTest, MakesAFolderUnlessItIsThere) {
  const fs::path sub = folder_.Path() / "sub";

  EXPECT_THAT(MakeFolderDurably(files_, sub, 0700), Succeeds());
  EXPECT_THAT(MakeFolderDurably(files_, sub, 0700), Succeeds());
  EXPECT_EQ(files_.Count(FileCallKind::SyncFolder), 2U);
  EXPECT_THAT(MakeFolderDurably(files_, folder_.Path() / "no" / "parent", 0700),
              FailsWith(ErrorCode::NotFound));
  std::ofstream(path_) << "x";
  EXPECT_THAT(MakeFolderDurably(files_, path_, 0700), FailsWith(ErrorCode::AlreadyExists));
}

TEST_F(FileSystemTest, ReadsAWholeFileUpToALimit) {
  std::ofstream(path_) << "12345";

  EXPECT_EQ(AsText(*ReadWholeFile(disk_, path_, 5)), "12345");
  EXPECT_THAT(ReadWholeFile(disk_, path_, 4), FailsWith(ErrorCode::TooLong));
  EXPECT_THAT(ReadWholeFile(disk_, folder_.Path() / "none", 4), FailsWith(ErrorCode::NotFound));
}

}  // namespace
}  // namespace armillary
