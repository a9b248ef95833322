#include "net/internal/target.h"

#include <algorithm>
#include <optional>

#include "base/names.h"

namespace armillary::net {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool IsControlByte(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool IsVisible(char c) { return c > 0x20 && c < 0x7F; }

// RFC 3986: pchar without the percent sign.
bool IsPathCharacter(char c) {
  return IsLetter(c) || IsDigit(c) || IsOneOf(c, "-._~!$&'()*+,;=:@");
}

std::optional<unsigned> HexDigit(char c) {
  if (IsDigit(c)) {
    return static_cast<unsigned>(c - '0');
  }
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') {
    return static_cast<unsigned>(lower - 'a' + 10);
  }
  return std::nullopt;
}

// The byte that the two characters after a percent sign stand for.
std::optional<char> DecodePair(std::string_view after_percent) {
  if (after_percent.size() < 2) {
    return std::nullopt;
  }
  const auto high = HexDigit(after_percent[0]);
  const auto low = HexDigit(after_percent[1]);
  if (!high || !low) {
    return std::nullopt;
  }
  return static_cast<char>(*high * 16 + *low);
}

tl::unexpected<Error> BadPath(std::string message) {
  return Fail(ErrorCode::InvalidPath, std::move(message), "path");
}

tl::unexpected<Error> BadQuery(std::string message) {
  return Fail(ErrorCode::BadRequest, std::move(message), "query");
}

// Nothing if the text is badly encoded.
std::optional<std::string> DecodeQueryText(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      text += raw[i] == '+' ? ' ' : raw[i];
      continue;
    }
    const auto byte = DecodePair(raw.substr(i + 1));
    if (!byte) {
      return std::nullopt;
    }
    text += *byte;
    i += 2;
  }
  const bool sound = IsUtf8(text) && text.find('\0') == std::string::npos;
  return sound ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

Result<std::string> DecodeSegment(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (IsPathCharacter(raw[i])) {
      text += raw[i];
      continue;
    }
    const auto byte = raw[i] == '%' ? DecodePair(raw.substr(i + 1)) : std::nullopt;
    if (!byte) {
      return BadPath("the path has a character that must be percent-encoded");
    }
    if (*byte == '/' || IsControlByte(*byte)) {
      return BadPath("the path has an encoded slash or control character");
    }
    text += *byte;
    i += 2;
  }
  if (text.empty() || text == "." || text == "..") {
    return BadPath("the path has an empty, `.` or `..` segment");
  }
  if (!IsUtf8(text)) {
    return BadPath("the path does not decode to UTF-8");
  }
  return text;
}

Result<void> DecodeQuery(std::string_view raw, std::size_t most, Fields& query) {
  while (!raw.empty()) {
    const std::string_view pair = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(raw.size(), pair.size() + 1));
    if (pair.empty()) {
      continue;
    }
    if (query.Size() == most) {
      return BadQuery("more than " + std::to_string(most) + " query parameters");
    }
    const std::string_view raw_name = pair.substr(0, pair.find('='));
    const auto name = DecodeQueryText(raw_name);
    const auto value = DecodeQueryText(pair.substr(std::min(pair.size(), raw_name.size() + 1)));
    if (!name || !value || name->empty()) {
      return BadQuery("the query is not well-formed: name=value&..., each percent-encoded UTF-8");
    }
    query.Add(*name, *value);
  }
  return {};
}

Result<Target> SplitTarget(std::string_view target, std::string_view scheme) {
  if (!std::ranges::all_of(target, IsVisible) || target.find('#') != std::string_view::npos) {
    return BadPath("the address has a character that must be percent-encoded");
  }
  if (target == "*") {
    return Target{.authority = {}, .path = target, .query = {}};
  }
  Target parts;
  if (!target.starts_with('/')) {
    const std::size_t colon = target.find("://");
    if (colon == std::string_view::npos || !EqualsIgnoringCase(target.substr(0, colon), scheme)) {
      return Fail(ErrorCode::BadRequest, "the address is not a path of this server", "target");
    }
    target.remove_prefix(colon + 3);
    parts.authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(parts.authority.size());
    if (!IsAuthority(parts.authority)) {
      return Fail(ErrorCode::BadRequest, "the address names no host", "target");
    }
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  parts.path = target.substr(0, mark);
  parts.query = target.substr(std::min(target.size(), mark + 1));
  if (parts.path.empty()) {
    parts.path = "/";
  }
  return parts;
}

bool IsAuthority(std::string_view text) {
  const bool literal = text.starts_with('[');
  const std::size_t host_end = literal ? text.find(']') : std::min(text.find(':'), text.size());
  if (host_end == std::string_view::npos || host_end == 0) {
    return false;
  }
  const std::string_view host = literal ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  const std::string_view allowed = literal ? ":." : "-._~";
  const auto fits = [&](char c) { return IsLetter(c) || IsDigit(c) || IsOneOf(c, allowed); };
  std::string_view port = text.substr(literal ? host_end + 1 : host_end);
  if (host.empty() || !std::ranges::all_of(host, fits)) {
    return false;
  }
  if (port.empty()) {
    return true;
  }
  const bool colon = port.starts_with(':');
  port.remove_prefix(1);
  return colon && port.size() <= 5 && std::ranges::all_of(port, IsDigit);
}

}  // namespace armillary::net
