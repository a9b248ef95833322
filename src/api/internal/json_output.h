#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace armillary::api {

// `text` as a JSON string, quotes included. `text` is UTF-8.
void AppendText(std::string& out, std::string_view text);

// ["a","b"]
void AppendTexts(std::string& out, std::span<const std::string> texts);

// The shortest digits that read back as the same number of this type; null if it is not finite.
template <class Number>
void AppendNumber(std::string& out, Number number) {
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number)) {
      out += "null";
      return;
    }
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace armillary::api
