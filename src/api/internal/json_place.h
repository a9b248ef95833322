#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace armillary::api {

// A place in a body. Costs nothing until an error names it, as a JSON pointer.
class Place {
 public:
  // The whole body.
  Place() = default;

  // A member or element of this place, which must outlive it.
  Place In(std::string_view key) const { return {this, key, 0, false}; }
  Place At(std::size_t index) const { return {this, {}, index, true}; }

  // "/records/3/tenure"; "body" for the whole. A very long key is cut.
  std::string Pointer() const;

 private:
  Place(const Place* parent, std::string_view key, std::size_t index, bool is_element)
      : parent_(parent), key_(key), index_(index), is_element_(is_element) {}

  void AppendTo(std::string& pointer) const;

  const Place* parent_ = nullptr;
  std::string_view key_ = {};
  std::size_t index_ = 0;
  bool is_element_ = false;
};

// `text`, or its beginning if it is too long for a message.
std::string_view Shown(std::string_view text);

// `; did you mean "name"?` with the nearest of `known`; empty if none is near.
std::string Suggestion(std::string_view key, std::span<const std::string_view> known);

// The rule that a field is one of `known`.
std::string OneOf(std::span<const std::string_view> known);

}  // namespace armillary::api
