#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace armillary::net {

// Names with values in the order they were sent, duplicates kept: headers, query parameters, path
// parameters. Texts live in one buffer that is kept by Clear, so a reused list allocates nothing.
class Fields {
 public:
  enum class Match { Exact, IgnoreCase };

  explicit Fields(Match match) : match_(match) {}

  void Add(std::string_view name, std::string_view value);
  void Clear();

  // The first value of `name`. Views are valid until the list changes.
  std::optional<std::string_view> Find(std::string_view name) const;
  std::size_t Count(std::string_view name) const;

  std::size_t Size() const { return entries_.size(); }
  // Name and value at `index` < Size().
  std::pair<std::string_view, std::string_view> At(std::size_t index) const;

 private:
  struct Entry {
    std::uint32_t name_at;
    std::uint32_t name_size;
    std::uint32_t value_size;  // The value follows the name.
  };

  bool Matches(const Entry& entry, std::string_view name) const;
  std::string_view NameOf(const Entry& entry) const;
  std::string_view ValueOf(const Entry& entry) const;

  Match match_;
  std::string texts_;
  std::vector<Entry> entries_;
};

// ASCII only, as HTTP compares names.
bool EqualsIgnoringCase(std::string_view left, std::string_view right);

}  // namespace armillary::net
