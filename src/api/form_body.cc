#include "api/form_body.h"

#include <algorithm>

namespace armillary::api {
namespace {

std::optional<unsigned> DigitOf(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto at = kDigits.find(lower);
  return at == kDigits.npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

std::optional<std::string> Decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto high = i + 1 < text.size() ? DigitOf(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? DigitOf(text[i + 2]) : std::nullopt;
    if (!high || !low) {
      return std::nullopt;
    }
    decoded += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return decoded;
}

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::BadRequest, std::move(message), "body", "one form");
}

}  // namespace

Result<std::optional<std::string>> FormField(std::string_view body, std::string_view name) {
  std::optional<std::string> found;
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(pair.size() + 1, body.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto key = Decoded(pair.substr(0, equals));
    auto value = Decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!key || !value) {
      return Refuse("the form cannot be decoded");
    }
    if (*key != name) {
      continue;
    }
    if (found) {
      return Refuse("a field of the form is there twice");
    }
    found = std::move(value);
  }
  return found;
}

}  // namespace armillary::api
