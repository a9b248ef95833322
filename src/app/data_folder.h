#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace armillary::app {

// The folder of an installation, held by one process at a time: the lock goes with the process,
// however it ends.
class DataFolder {
 public:
  // Makes the folder (0700) if it is missing. Fails with DataFolderLocked while another process
  // holds it, or with DataFolderUnusable.
  static Result<DataFolder> Open(const std::filesystem::path& path);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::filesystem::path& Path() const { return path_; }
  std::filesystem::path Database() const { return path_ / "armillary.db"; }
  std::filesystem::path Objects() const { return path_ / "objects"; }
  std::filesystem::path Keys() const { return path_ / "keys"; }
  std::filesystem::path OperatorToken() const { return path_ / "operator.token"; }

 private:
  DataFolder(std::filesystem::path path, int lock);

  std::filesystem::path path_;
  int lock_;
};

}  // namespace armillary::app
