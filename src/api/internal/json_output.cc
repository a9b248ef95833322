#include "api/internal/json_output.h"

namespace armillary::api {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

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

}  // namespace armillary::api
