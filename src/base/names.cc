#include "base/names.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <numeric>
#include <simdjson.h>
#include <string>
#include <utf8proc.h>
#include <vector>

namespace armillary {
namespace {

constexpr std::size_t kMaxSlug = 63;
constexpr std::size_t kMaxScalars = 250;
constexpr std::size_t kMaxBytes = kMaxScalars * 4;

tl::unexpected<Error> Refuse(std::string_view field, std::string_view rule) {
  return Fail(ErrorCode::InvalidName, fmt::format("{} is not a valid name: {}", field, rule),
              std::string(field), std::string(rule));
}

bool IsSlugTail(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

bool IsNfc(std::string_view text) {
  utf8proc_uint8_t* normal = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &normal,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(normal, &std::free);
  return length == static_cast<utf8proc_ssize_t>(text.size()) &&
         std::equal(text.begin(), text.end(), reinterpret_cast<const char*>(normal));
}

// Marks, embeddings, overrides and isolates that make text read in another order than it is.
bool IsBidiControl(std::int32_t scalar) {
  return scalar == 0x061C || scalar == 0x200E || scalar == 0x200F ||
         (scalar >= 0x202A && scalar <= 0x202E) || (scalar >= 0x2066 && scalar <= 0x2069);
}

bool IsForbidden(std::int32_t scalar) {
  const auto category = utf8proc_category(scalar);
  return scalar == '/' || scalar == '\\' || scalar == ':' || IsBidiControl(scalar) ||
         category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

std::vector<std::int32_t> Scalars(std::string_view utf8) {
  std::vector<std::int32_t> scalars;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  auto left = static_cast<utf8proc_ssize_t>(utf8.size());
  while (left > 0) {
    utf8proc_int32_t scalar = 0;
    const auto length = std::max<utf8proc_ssize_t>(1, utf8proc_iterate(at, left, &scalar));
    scalars.push_back(scalar);
    at += length;
    left -= length;
  }
  return scalars;
}

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

bool IsUtf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::size_t CountScalars(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Result<void> CheckSlug(std::string_view name, std::string_view field) {
  const bool starts = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  if (!starts || name.size() > kMaxSlug || !std::ranges::all_of(name, IsSlugTail)) {
    return Refuse(field, "a lower-case letter, then at most 62 of a-z, 0-9 and -");
  }
  return {};
}

Result<void> CheckName(std::string_view name, std::string_view field) {
  if (name.empty() || name.size() > kMaxBytes || !IsUtf8(name)) {
    return Refuse(field, "1 to 250 characters of valid UTF-8");
  }
  const auto scalars = Scalars(name);
  if (scalars.size() > kMaxScalars) {
    return Refuse(field, "1 to 250 characters of valid UTF-8");
  }
  if (name == "." || name == ".." || std::ranges::any_of(scalars, IsForbidden)) {
    return Refuse(field, "no / \\ : or control characters, and not . or ..");
  }
  if (!IsNfc(name)) {
    return Refuse(field, "Unicode normal form C");
  }
  return {};
}

std::string_view NearestName(std::string_view wanted,
                             std::span<const std::string_view> candidates) {
  std::string_view nearest;
  std::size_t fewest = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (const std::size_t edits = EditDistance(wanted, candidate); edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace armillary
