#pragma once

#include <filesystem>

#include "app/data_layout.h"
#include "base/file_system.h"
#include "base/result.h"

namespace armillary::app {

// The folder of an installation, held by one process at a time: the lock goes with the process,
// however it ends.
class DataFolder {
 public:
  // Makes the folder (0700) if it is missing, such that it is there after a crash, too. Fails with
  // DataFolderLocked while another process holds it, or with DataFolderUnusable.
  static Result<DataFolder> Open(FileSystem& files, const std::filesystem::path& path);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const DataLayout& Layout() const { return layout_; }

 private:
  DataFolder(DataLayout layout, int lock);

  DataLayout layout_;
  int lock_;
};

}  // namespace armillary::app
