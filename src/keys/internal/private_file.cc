#include "keys/internal/private_file.h"

#include <fmt/format.h>
#include <optional>
#include <sodium.h>
#include <utility>

#include "base/encoding.h"

namespace armillary::keys {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = std::size_t{64} * 1024;

}  // namespace

tl::unexpected<Error> FailUnusable(const fs::path& path, std::string_view why,
                                   std::string next_step) {
  return Fail(Error{.code = ErrorCode::DataFolderUnusable,
                    .message = fmt::format("{}: {}", path.native(), why),
                    .field = "data",
                    .next_step = std::move(next_step)});
}

Result<bool> CheckMode(FileSystem& files, const fs::path& path, unsigned wanted,
                       unsigned forbidden) {
  const auto found = files.Status(path);
  if (!found) {
    return FailUnusable(path, found.error().message, "Give this user the right to read it.");
  }
  const std::optional<FileStatus>& status = *found;
  if (!status) {
    return false;
  }
  if ((status->mode & forbidden) != 0) {
    return FailUnusable(
        path, fmt::format("others than its owner have rights to it (mode {:04o})", status->mode),
        fmt::format("Run `chmod {:04o} {}`; if others may have read it, replace the keys.", wanted,
                    path.native()));
  }
  return true;
}

Result<Secret> ReadSecretFile(FileSystem& files, const fs::path& path) {
  ARM_TRY(auto bytes, ReadWholeFile(files, path, kMaxFileBytes));
  Secret text{std::string(AsText(bytes))};
  sodium_memzero(bytes.data(), bytes.size());
  return text;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace armillary::keys
