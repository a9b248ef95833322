#include "api/internal/json_place.h"

namespace armillary::api {
namespace {

constexpr std::size_t kMostShown = 1'024;

void AppendEscaped(std::string& pointer, std::string_view key) {
  for (const char c : key) {
    if (c == '~' || c == '/') {
      pointer += c == '~' ? "~0" : "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace

std::string Place::Pointer() const {
  if (parent_ == nullptr) {
    return "body";
  }
  std::string pointer;
  AppendTo(pointer);
  return pointer;
}

void Place::AppendTo(std::string& pointer) const {
  if (parent_ == nullptr) {
    return;
  }
  parent_->AppendTo(pointer);
  pointer += '/';
  if (is_element_) {
    pointer += std::to_string(index_);
  } else {
    AppendEscaped(pointer, Shown(key_));
  }
}

std::string_view Shown(std::string_view text) {
  if (text.size() <= kMostShown) {
    return text;
  }
  std::size_t end = kMostShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

}  // namespace armillary::api
