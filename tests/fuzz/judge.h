#pragma once

#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace armillary {

// What the parser of every other route says of `text`. It refuses numbers such as 1e999 that are
// JSON all the same: of a text with one of them it knows nothing.
struct Judge {
  explicit Judge(std::string_view text) {
    const auto parsed = ParseJson(text);
    is_json = parsed.has_value();
    is_none = !parsed && parsed.error().message.find("exponent overflow") == std::string::npos;
  }

  bool is_json = false;
  bool is_none = false;
};

}  // namespace armillary
