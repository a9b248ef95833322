#include "app/internal/manifest.h"

#include <array>
#include <fmt/format.h>

namespace armillary::app {
namespace {

constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kDigits = 64;
constexpr std::string_view kGap = "  ";

std::optional<ManifestLine> Parse(std::string_view text) {
  if (text.size() <= kDigits + kGap.size() || text.substr(kDigits, kGap.size()) != kGap) {
    return std::nullopt;
  }
  const auto digest = Digest::FromHex(text.substr(0, kDigits));
  if (!digest) {
    return std::nullopt;
  }
  return ManifestLine{.digest = *digest, .path = std::string(text.substr(kDigits + kGap.size()))};
}

}  // namespace

Result<ManifestReader> ManifestReader::Open(FileSystem& files, const std::filesystem::path& path) {
  ARM_TRY(auto file, files.Open(path));
  return ManifestReader(std::move(file));
}

Result<bool> ManifestReader::Fill() {
  std::array<std::byte, kLongestLine> piece{};
  ARM_TRY(const std::size_t count, file_->ReadAt(offset_, piece));
  offset_ += count;
  buffer_.append(reinterpret_cast<const char*>(piece.data()), count);
  return count > 0;
}

Result<std::optional<ManifestLine>> ManifestReader::Next() {
  ++line_;
  bool has_more = true;
  while (has_more && buffer_.find('\n') == std::string::npos && buffer_.size() < kLongestLine) {
    ARM_TRY(has_more, Fill());
  }
  if (buffer_.empty()) {
    return std::nullopt;
  }
  const std::size_t end = buffer_.find('\n');
  auto line =
      end == std::string::npos ? std::nullopt : Parse(std::string_view(buffer_).substr(0, end));
  if (!line) {
    return Fail(ErrorCode::BackupInvalid, fmt::format("line {} of the manifest is altered", line_));
  }
  buffer_.erase(0, end + 1);
  return line;
}

}  // namespace armillary::app
