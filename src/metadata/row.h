#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace armillary::metadata {

using Blob = std::vector<std::byte>;

// What a statement binds and a column gives. Booleans are 0 and 1, times are milliseconds.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

inline Value OrNull(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}
inline Value OrNull(const std::optional<std::int64_t>& number) {
  return number ? Value(*number) : Value();
}
inline Value Time(TimePoint time) { return ToMillis(time); }

// One row of a result, by position. Asking a column for a type it does not have is our mistake
// and asserts; the Optional forms give none for NULL.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}

  std::int64_t Integer(std::size_t column) const;
  bool Boolean(std::size_t column) const { return Integer(column) != 0; }
  double Real(std::size_t column) const;
  const std::string& Text(std::size_t column) const;
  const Blob& Bytes(std::size_t column) const;
  TimePoint Time(std::size_t column) const { return FromMillis(Integer(column)); }
  std::optional<std::int64_t> OptionalInteger(std::size_t column) const;
  std::optional<std::string> OptionalText(std::size_t column) const;
  std::optional<TimePoint> OptionalTime(std::size_t column) const;
  const std::vector<Value>& Values() const { return values_; }

 private:
  bool IsNull(std::size_t column) const;

  std::vector<Value> values_;
};

}  // namespace armillary::metadata
