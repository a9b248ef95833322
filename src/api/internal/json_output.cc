#include "api/internal/json_output.h"

#include <fmt/format.h>

namespace armillary::api {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kMostEscape = 5;  // A control character becomes six bytes.

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void AppendEscaped(std::string& out, char c) {
  out += '\\';
  switch (c) {
    case '\n':
      out += 'n';
      return;
    case '\r':
      out += 'r';
      return;
    case '\t':
      out += 't';
      return;
    case '"':
    case '\\':
      out += c;
      return;
    default:
      out += "u00";
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 0xFU];
  }
}

}  // namespace

void AppendText(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (NeedsEscape(text[i])) {
      out.append(text, plain, i - plain);
      AppendEscaped(out, text[i]);
      plain = i + 1;
    }
  }
  out.append(text, plain);
  out += '"';
}

void AppendTexts(std::string& out, std::span<const std::string> texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out += i > 0 ? "," : "";
    AppendText(out, texts[i]);
  }
  out += ']';
}

std::size_t TextBytes(std::string_view text) {
  std::size_t bytes = text.size() + 2;
  for (const char c : text) {
    bytes += NeedsEscape(c) ? kMostEscape : 0;
  }
  return bytes;
}

std::size_t TextsBytes(std::span<const std::string> texts) {
  std::size_t bytes = 2;
  for (const std::string& text : texts) {
    bytes += TextBytes(text) + 1;
  }
  return bytes;
}

Result<void> CheckAnswerBytes(std::size_t bytes, std::size_t most_bytes, std::string_view field) {
  if (bytes <= most_bytes) {
    return {};
  }
  return Fail(ErrorCode::TooManyRows,
              fmt::format("the answer would take up to {} bytes, more than {}", bytes, most_bytes),
              std::string(field), fmt::format("at most {} bytes in one answer", most_bytes));
}

}  // namespace armillary::api
