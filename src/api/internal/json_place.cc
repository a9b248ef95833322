#include "api/internal/json_place.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/names.h"

namespace armillary::api {
namespace {

constexpr std::size_t kMostShown = 1'024;
constexpr std::size_t kMostCompared = 64;

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
  AppendPointer(pointer, is_element_ ? std::to_string(index_) : std::string(Shown(key_)));
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

std::string Suggestion(std::string_view key, std::span<const std::string_view> known) {
  const std::string_view nearest =
      key.size() <= kMostCompared ? NearestName(key, known) : std::string_view();
  return nearest.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", nearest);
}

std::string OneOf(std::span<const std::string_view> known) {
  return fmt::format("one of {}", fmt::join(known, ", "));
}

}  // namespace armillary::api
