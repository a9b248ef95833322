#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace armillary::metadata {

enum class Comparison : std::uint8_t { Equal, Like };

// `field op value`; the value is text or a whole number.
struct Condition {
  std::string field;
  Comparison comparison;
  std::variant<std::string, std::int64_t> value;

  bool operator==(const Condition&) const = default;
};

// Reads comparisons joined by AND, in the grammar of MLflow's search filters:
//   name LIKE 'ch%' AND kind = "tabular" AND `object_name` = 'it''s'
// Fields may be back-quoted; a quote in a value is doubled. Empty text: no condition. Fails with
// InvalidFilter, saying where.
Result<std::vector<Condition>> ParseFilter(std::string_view text);

// One field of a sort order.
struct SortTerm {
  std::string field;
  bool descending = false;

  bool operator==(const SortTerm&) const = default;
};

// Reads `name ASC, created_at DESC`; ASC may be left out. Fails with InvalidSort.
Result<std::vector<SortTerm>> ParseSort(std::string_view text);

}  // namespace armillary::metadata
