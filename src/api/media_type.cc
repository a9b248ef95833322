#include "api/media_type.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>

namespace armillary::api {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Of "application/json; charset=utf-8" the part before the parameters.
std::string_view TypeOf(std::string_view header) {
  std::string_view type = header.substr(0, header.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) {
    type.remove_suffix(1);
  }
  return type;
}

}  // namespace

Result<void> CheckMediaType(const net::RequestHead& head, std::string_view expected) {
  const auto header = head.headers.Find("Content-Type");
  if (header && !std::ranges::equal(TypeOf(*header), expected, {}, Lower)) {
    return Fail(ErrorCode::UnsupportedMediaType, fmt::format("the body must be {}", expected),
                "Content-Type", std::string(expected));
  }
  return {};
}

}  // namespace armillary::api
