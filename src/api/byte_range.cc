#include "api/byte_range.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace armillary::api {
namespace {

constexpr std::string_view kUnit = "bytes=";

std::optional<std::uint64_t> ParsePosition(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

tl::unexpected<Error> Outside(std::uint64_t size) {
  return Fail(ErrorCode::RangeNotSatisfiable, fmt::format("the content has {} bytes", size),
              "Range", fmt::format("inside 0-{}", size == 0 ? 0 : size - 1));
}

Result<std::optional<ByteRange>> Suffix(std::uint64_t length, std::uint64_t size) {
  if (length == 0 || size == 0) {
    return Outside(size);
  }
  const std::uint64_t taken = std::min(length, size);
  return ByteRange{size - taken, taken};
}

}  // namespace

Result<std::optional<ByteRange>> ParseByteRange(std::string_view header, std::uint64_t size) {
  const auto dash = header.find('-');
  if (!header.starts_with(kUnit) || dash == header.npos) {
    return std::nullopt;
  }
  const auto first = ParsePosition(header.substr(kUnit.size(), dash - kUnit.size()));
  const std::string_view last_text = header.substr(dash + 1);
  const auto last = ParsePosition(last_text);
  if (dash == kUnit.size() && last) {
    return Suffix(*last, size);
  }
  if (!first || (!last && !last_text.empty()) || (last && *last < *first)) {
    return std::nullopt;
  }
  if (*first >= size) {
    return Outside(size);
  }
  const std::uint64_t end = std::min(last.value_or(size - 1), size - 1);
  return ByteRange{*first, end - *first + 1};
}

}  // namespace armillary::api
