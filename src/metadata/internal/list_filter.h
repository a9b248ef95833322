#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace armillary::metadata {

enum class Comparator : std::uint8_t {
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Like,
  ILike
};

// `field comparator constant`.
struct Comparison {
  std::string field;
  Comparator comparator;
  std::variant<std::string, std::int64_t, double> constant;
};

// The comparisons that a filter joins by AND; none for an empty one. MLflow's grammar: a field is
// a word, or between back-ticks or double quotes, and may follow `attribute.`; text is between
// single or double quotes, which are doubled inside; words count in any case. Fails with
// InvalidFilter, naming the byte. Takes any bytes.
Result<std::vector<Comparison>> ParseFilter(std::string_view filter);

// The refusal of a filter for `reason`.
tl::unexpected<Error> RefuseFilter(const std::string& reason);

}  // namespace armillary::metadata
