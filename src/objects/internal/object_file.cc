#include "objects/internal/object_file.h"

#include <fmt/format.h>
#include <utility>

namespace armillary::objects {
namespace {

class FileReader : public ObjectReader {
 public:
  explicit FileReader(std::unique_ptr<ReadableFile> file) : file_(std::move(file)) {}

  std::uint64_t Size() const override { return file_->Size(); }

  Result<void> ReadAt(std::uint64_t offset, std::span<std::byte> into) const override {
    if (offset > Size() || into.size() > Size() - offset) {
      return Fail(ErrorCode::RangeNotSatisfiable, fmt::format("the object has {} bytes", Size()));
    }
    ARM_TRY(const std::size_t got, file_->ReadAt(offset, into));
    if (got != into.size()) {
      return Fail(ErrorCode::StorageCorrupt, "the object was cut short while it was read");
    }
    return {};
  }

 private:
  const std::unique_ptr<ReadableFile> file_;
};

}  // namespace

Result<std::unique_ptr<ObjectReader>> OpenObjectFile(FileSystem& files,
                                                     const std::filesystem::path& path,
                                                     const ObjectName& name,
                                                     std::optional<std::uint64_t> size) {
  auto file = files.Open(path);
  if (!file && file.error().code == ErrorCode::NotFound) {
    return Fail(ErrorCode::StorageCorrupt,
                fmt::format("the object {} is not stored", name.digest.ToHex()));
  }
  ARM_CHECK(file);
  if (size && (*file)->Size() != *size) {
    return Fail(ErrorCode::StorageCorrupt,
                fmt::format("the object {} has {} bytes where {} were stored", name.digest.ToHex(),
                            (*file)->Size(), *size));
  }
  return std::make_unique<FileReader>(*std::move(file));
}

}  // namespace armillary::objects
