#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/result.h"

namespace armillary::api {

// `text` as a JSON string, quotes included. `text` is UTF-8.
void AppendText(std::string& out, std::string_view text);

// ["a","b"]
void AppendTexts(std::string& out, std::span<const std::string> texts);

// At most what AppendText and AppendTexts add.
std::size_t TextBytes(std::string_view text);
std::size_t TextsBytes(std::span<const std::string> texts);

// The most that AppendNumber adds for a number of this type.
template <class Number>
constexpr std::size_t MostNumberBytes() {
  if constexpr (std::is_floating_point_v<Number>) {
    return std::numeric_limits<Number>::max_digits10 + std::string_view("-.e-308").size();
  } else {
    return std::numeric_limits<Number>::digits10 + 2;  // One digit more, and a sign.
  }
}

// Fails with TooManyRows, with `field`, if an answer may be longer than it may be.
Result<void> CheckAnswerBytes(std::size_t bytes, std::size_t most_bytes, std::string_view field);

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
