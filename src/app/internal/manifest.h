#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/file_system.h"
#include "base/result.h"

namespace armillary::app {

// A line of a manifest: `<64 hexadecimal digits>  <path below the folder>`.
struct ManifestLine {
  Digest digest;
  std::string path;

  std::string Text() const { return digest.ToHex() + "  " + path + "\n"; }
};

// Reads a manifest line by line, whatever its size.
class ManifestReader {
 public:
  // Fails as FileSystem::Open.
  static Result<ManifestReader> Open(FileSystem& files, const std::filesystem::path& path);

  // None after the last. Fails with BackupInvalid, naming the line.
  Result<std::optional<ManifestLine>> Next();

 private:
  explicit ManifestReader(std::unique_ptr<ReadableFile> file) : file_(std::move(file)) {}

  Result<bool> Fill();

  std::unique_ptr<ReadableFile> file_;
  std::uint64_t offset_ = 0;
  std::string buffer_;  // What was read and not yet given.
  std::uint64_t line_ = 0;
};

}  // namespace armillary::app
