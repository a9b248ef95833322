#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/file_system.h"
#include "base/result.h"
#include "objects/object_store.h"

namespace armillary::objects {

// The object in a file. Fails with StorageCorrupt if there is none or it has not `size` bytes.
Result<std::unique_ptr<ObjectReader>> OpenObjectFile(FileSystem& files,
                                                     const std::filesystem::path& path,
                                                     const ObjectName& name,
                                                     std::optional<std::uint64_t> size);

}  // namespace armillary::objects
