#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "base/result.h"
#include "base/secret.h"

namespace armillary::keys {

tl::unexpected<Error> FailUnusable(const std::filesystem::path& path, std::string_view why,
                                   std::string next_step);

// None of the rights in `forbidden` may be given on `path`; true if it is there. Fails with
// DataFolderUnusable, naming the chmod to `wanted`.
Result<bool> CheckMode(FileSystem& files, const std::filesystem::path& path, unsigned wanted,
                       unsigned forbidden);

// Of at most 64 KiB.
Result<Secret> ReadSecretFile(FileSystem& files, const std::filesystem::path& path);

// Without what an editor or a shell leaves at the end.
std::string_view Trimmed(std::string_view text);

}  // namespace armillary::keys
