#include "app/backup_folder.h"

#include <fmt/format.h>
#include <functional>
#include <utility>
#include <vector>

#include "app/internal/manifest.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/file_system.h"

namespace armillary::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPage = 1000;
constexpr std::size_t kPiece = 1 << 20;
constexpr int kDeepest = 8;

tl::unexpected<Error> Invalid(std::string message) {
  return Fail(ErrorCode::BackupInvalid, std::move(message));
}

// Every file below a folder but the manifest, by its path from there, in an order that depends on
// their names alone.
class FolderWalk {
 public:
  using Visitor = std::function<Result<void>(const std::string& path)>;

  FolderWalk(FileSystem& files, fs::path root, Visitor visit)
      : files_(files), root_(std::move(root)), visit_(std::move(visit)) {}

  Result<void> Run() { return VisitFolder("", 0); }

 private:
  Result<void> VisitFolder(const std::string& prefix, int depth) {
    if (depth > kDeepest) {
      return Invalid(prefix + " lies deeper than anything of a backup");
    }
    std::vector<std::string> names;
    do {
      const std::string after = names.empty() ? "" : names.back();
      ARM_TRY(names, files_.List(root_ / prefix, after, kPage));
      for (const std::string& name : names) {
        ARM_CHECK(VisitOne(prefix + name, depth));
      }
    } while (names.size() == kPage);
    return {};
  }

  Result<void> VisitOne(const std::string& path, int depth) {
    if (path == kBackupManifest) {
      return {};
    }
    ARM_TRY(const auto status, files_.Status(root_ / path));
    if (status && status->kind == FileKind::Folder) {
      return VisitFolder(path + "/", depth + 1);
    }
    if (!status || status->kind != FileKind::File) {
      return Invalid(path + " is not a file");
    }
    return visit_(path);
  }

  FileSystem& files_;
  const fs::path root_;
  const Visitor visit_;
};

struct HashedFile {
  Digest digest;
  std::uint64_t bytes = 0;
};

// Reads whole files, once: hashes them, and gives what it reads to `sink` if there is one.
class FileHasher {
 public:
  FileHasher(FileSystem& files, BackupSink* sink) : files_(files), sink_(sink), piece_(kPiece) {}

  Result<HashedFile> Hash(const fs::path& path) {
    ARM_TRY(const auto file, files_.Open(path));
    Sha256Stream hash;
    HashedFile hashed{};
    while (true) {
      ARM_TRY(const std::size_t count, file->ReadAt(hashed.bytes, piece_));
      if (count == 0) {
        hashed.digest = hash.Finish();
        return hashed;
      }
      const auto read = std::span<const std::byte>(piece_).first(count);
      hash.Append(read);
      hashed.bytes += count;
      ARM_CHECK(sink_ == nullptr ? Result<void>() : sink_->Append(read));
    }
  }

 private:
  FileSystem& files_;
  BackupSink* const sink_;
  std::vector<std::byte> piece_;
};

// Holds the files of a folder against its manifest, both in the same order.
class Verification {
 public:
  Verification(FileSystem& files, fs::path folder, ManifestReader manifest, BackupSink* sink)
      : files_(files),
        folder_(std::move(folder)),
        manifest_(std::move(manifest)),
        sink_(sink),
        hasher_(files, sink) {}

  Result<BackupFigures> Run() {
    FolderWalk walk(files_, folder_, [this](const std::string& path) { return Check(path); });
    ARM_CHECK(walk.Run());
    ARM_TRY(const auto rest, manifest_.Next());
    if (rest) {
      return Invalid(rest->path + " is missing");
    }
    return figures_;
  }

 private:
  Result<void> Check(const std::string& path) {
    ARM_TRY(const auto line, manifest_.Next());
    if (!line || fs::path(path) < fs::path(line->path)) {  // By parts, as the walk goes.
      return Invalid(path + " is not of this backup");
    }
    if (path != line->path) {
      return Invalid(line->path + " is missing");
    }
    ARM_CHECK(sink_ == nullptr ? Result<void>() : sink_->Begin(path));
    ARM_TRY(const HashedFile hashed, hasher_.Hash(folder_ / path));
    if (hashed.digest != line->digest) {
      return Invalid(path + " is altered");
    }
    ++figures_.files;
    figures_.bytes += hashed.bytes;
    return sink_ == nullptr ? Result<void>() : sink_->End();
  }

  FileSystem& files_;
  const fs::path folder_;
  ManifestReader manifest_;
  BackupSink* const sink_;
  FileHasher hasher_;
  BackupFigures figures_;
};

}  // namespace

Result<BackupFigures> SealBackup(FileSystem& files, const fs::path& folder) {
  ARM_TRY(const auto manifest, files.Create(folder / kBackupManifest, kPrivateFile));
  FileHasher hasher(files, nullptr);
  BackupFigures figures;
  FolderWalk walk(files, folder, [&](const std::string& path) -> Result<void> {
    ARM_TRY(const HashedFile hashed, hasher.Hash(folder / path));
    ++figures.files;
    figures.bytes += hashed.bytes;
    const ManifestLine line{.digest = hashed.digest, .path = path};
    return WriteAll(*manifest, AsBytes(line.Text()));
  });
  ARM_CHECK(walk.Run());
  ARM_CHECK(manifest->Sync());
  ARM_CHECK(manifest->Close());
  ARM_CHECK(files.SyncFolder(folder));
  return figures;
}

Result<BackupFigures> VerifyBackup(FileSystem& files, const fs::path& folder, BackupSink* sink) {
  auto manifest = ManifestReader::Open(files, folder / kBackupManifest);
  if (!manifest && manifest.error().code == ErrorCode::NotFound) {
    return Invalid(fmt::format("{} has no {}: the backup did not finish, or it is none",
                               folder.string(), kBackupManifest));
  }
  ARM_CHECK(manifest);
  return Verification(files, folder, std::move(*manifest), sink).Run();
}

}  // namespace armillary::app
