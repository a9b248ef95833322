#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/file_system.h"
#include "base/result.h"

namespace armillary::app {

// A backup is a folder that lies like an installation's (DataLayout), with two files more:
// `backup.json`, which says what it is, and `manifest.sha256`, the hash of every other file in the
// form that sha256sum(1) writes and checks. The manifest comes last: a folder without one is a
// backup that did not finish.

inline constexpr const char* kBackupDescription = "backup.json";
inline constexpr const char* kBackupManifest = "manifest.sha256";

struct BackupFigures {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

// Gets a backup's files while they are hashed. Each Begin is followed by pieces and an End.
class BackupSink {
 public:
  virtual ~BackupSink() = default;
  virtual Result<void> Begin(const std::string& path) = 0;
  virtual Result<void> Append(std::span<const std::byte> piece) = 0;
  virtual Result<void> End() = 0;
};

// Hashes every file of the folder and keeps the hashes as its manifest, on disk when it returns.
Result<BackupFigures> SealBackup(FileSystem& files, const std::filesystem::path& folder);

// Hashes every file again, giving what it reads to `sink` if there is one. Fails with BackupInvalid
// at the first file that is missing, altered or not of the backup, naming it.
Result<BackupFigures> VerifyBackup(FileSystem& files, const std::filesystem::path& folder,
                                   BackupSink* sink = nullptr);

}  // namespace armillary::app
