#include "app/data_folder.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace armillary::app {
namespace {

tl::unexpected<Error> Unusable(const std::filesystem::path& path, int cause) {
  return Fail(ErrorCode::DataFolderUnusable,
              fmt::format("{}: {}", path.string(), std::generic_category().message(cause)), "data");
}

}  // namespace

Result<DataFolder> DataFolder::Open(FileSystem& files, const std::filesystem::path& path) {
  DataLayout layout{std::filesystem::absolute(path)};
  const auto found = files.Status(layout.root);
  const auto made = MakeFolderDurably(files, layout.root, kPrivateFolder);
  // An old one may lie where nobody but its owner can sync.
  if (const bool is_old = found && *found; !made && !is_old) {
    return Fail(ErrorCode::DataFolderUnusable,
                fmt::format("{}: {}", path.string(), made.error().message), "data");
  }
  const int lock =
      ::open(layout.Lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivateFile);
  if (lock < 0) {
    return Unusable(path, errno);
  }
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return Fail(ErrorCode::DataFolderLocked,
                fmt::format("{} is in use by another process", path.string()), "data");
  }
  return DataFolder(std::move(layout), lock);
}

DataFolder::DataFolder(DataLayout layout, int lock) : layout_(std::move(layout)), lock_(lock) {}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : layout_(std::move(other.layout_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

}  // namespace armillary::app
