#include <fmt/format.h>
#include <memory>
#include <string>

#include "app/backup_folder.h"
#include "app/commands.h"
#include "app/data_folder.h"
#include "app/part_options.h"
#include "app/progress.h"
#include "base/file_system.h"

namespace armillary::app {
namespace {

namespace fs = std::filesystem;

// Writes the files of a backup where they belong in an installation.
class Restoration : public BackupSink {
 public:
  // `files` must outlive this.
  Restoration(FileSystem& files, fs::path root) : files_(files), root_(std::move(root)) {}

  Result<void> Begin(const std::string& path) override {
    path_ = root_ / path;
    file_.reset();
    bytes_ = 0;
    if (path == kBackupDescription) {
      return {};
    }
    ARM_CHECK(MakeFoldersOf(path));
    ARM_TRY(file_, files_.Create(path_, kPrivateFile));
    return {};
  }

  Result<void> Append(std::span<const std::byte> piece) override {
    bytes_ += piece.size();
    return file_ == nullptr ? Result<void>() : WriteAll(*file_, piece);
  }

  Result<void> End() override {
    if (file_ == nullptr) {
      return {};
    }
    ARM_CHECK(file_->Sync());
    ARM_CHECK(file_->Close());
    progress_.Add(bytes_);
    return files_.SyncFolder(path_.parent_path());
  }

 private:
  Result<void> MakeFoldersOf(const fs::path& path) {
    fs::path folder = root_;
    for (const fs::path& part : path.parent_path()) {
      folder /= part;
      ARM_TRY(const auto status, files_.Status(folder));
      if (!status) {
        ARM_CHECK(MakeFolderDurably(files_, folder, kPrivateFolder));
      }
    }
    return {};
  }

  FileSystem& files_;
  const fs::path root_;
  fs::path path_;
  std::unique_ptr<WritableFile> file_;
  std::uint64_t bytes_ = 0;
  Progress progress_{"restoring"};
};

Result<void> RequireEmpty(FileSystem& files, const DataLayout& layout) {
  ARM_TRY(const auto names, files.List(layout.root, {}, 2));
  for (const std::string& name : names) {
    if (layout.root / name != layout.Lock()) {
      return Fail(ErrorCode::FolderNotEmpty, layout.root.string() + " is not empty", "data");
    }
  }
  return {};
}

}  // namespace

Result<void> RunVerify(const fs::path& backup) {
  LocalFileSystem files;
  ARM_TRY(const BackupFigures found, VerifyBackup(files, backup));
  fmt::print("{} is whole: {} files, {} bytes\n", backup.string(), found.files, found.bytes);
  return {};
}

Result<void> RunRestore(const Config& config, const fs::path& backup) {
  LocalFileSystem files;
  ARM_CHECK(VerifyBackup(files, backup));  // Before anything is touched.
  ARM_TRY(const DataFolder folder, DataFolder::Open(files, config.Text("data")));
  const DataLayout& layout = folder.Layout();
  ARM_CHECK(RequireEmpty(files, layout));
  ARM_CHECK(WriteFileDurably(files, layout.UnfinishedRestore(), {}, kPrivateFile));
  ARM_CHECK(MakeFolderDurably(files, layout.Objects(), kPrivateFolder));
  Restoration restoration(files, layout.root);
  ARM_TRY(const BackupFigures restored, VerifyBackup(files, backup, &restoration));
  ARM_CHECK(files.Remove(layout.UnfinishedRestore()));
  ARM_CHECK(files.SyncFolder(layout.root));
  fmt::print("restored {} to {}: {} files, {} bytes\n", backup.string(), layout.root.string(),
             restored.files, restored.bytes);
  return {};
}

}  // namespace armillary::app
