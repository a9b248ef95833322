#include "net/fields.h"

#include <algorithm>

#include "base/assert.h"

namespace armillary::net {
namespace {

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

bool EqualsIgnoringCase(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, Lower, Lower);
}

void Fields::Add(std::string_view name, std::string_view value) {
  entries_.push_back({.name_at = static_cast<std::uint32_t>(texts_.size()),
                      .name_size = static_cast<std::uint32_t>(name.size()),
                      .value_size = static_cast<std::uint32_t>(value.size())});
  texts_.append(name);
  texts_.append(value);
  ARM_ASSERT(texts_.size() <= UINT32_MAX);
}

void Fields::Clear() {
  texts_.clear();
  entries_.clear();
}

std::optional<std::string_view> Fields::Find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (Matches(entry, name)) {
      return ValueOf(entry);
    }
  }
  return std::nullopt;
}

std::size_t Fields::Count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(entries_, [&](const Entry& entry) { return Matches(entry, name); }));
}

std::pair<std::string_view, std::string_view> Fields::At(std::size_t index) const {
  const Entry& entry = entries_.at(index);
  return {NameOf(entry), ValueOf(entry)};
}

bool Fields::Matches(const Entry& entry, std::string_view name) const {
  if (entry.name_size != name.size()) {
    return false;
  }
  return match_ == Match::Exact ? NameOf(entry) == name : EqualsIgnoringCase(NameOf(entry), name);
}

std::string_view Fields::NameOf(const Entry& entry) const {
  return std::string_view(texts_).substr(entry.name_at, entry.name_size);
}

std::string_view Fields::ValueOf(const Entry& entry) const {
  return std::string_view(texts_).substr(entry.name_at + entry.name_size, entry.value_size);
}

}  // namespace armillary::net
