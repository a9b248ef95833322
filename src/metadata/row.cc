#include "metadata/row.h"

#include <variant>

#include "base/assert.h"

namespace armillary::metadata {
namespace {

template <class T>
const T& At(const std::vector<Value>& values, std::size_t column) {
  ARM_ASSERT(column < values.size());
  const T* const value = std::get_if<T>(&values[column]);
  ARM_ASSERT(value != nullptr);
  return *value;
}

}  // namespace

std::int64_t Row::Integer(std::size_t column) const { return At<std::int64_t>(values_, column); }

double Row::Real(std::size_t column) const { return At<double>(values_, column); }

const std::string& Row::Text(std::size_t column) const { return At<std::string>(values_, column); }

const Blob& Row::Bytes(std::size_t column) const { return At<Blob>(values_, column); }

std::optional<std::int64_t> Row::OptionalInteger(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Integer(column));
}

std::optional<std::string> Row::OptionalText(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Text(column));
}

std::optional<TimePoint> Row::OptionalTime(std::size_t column) const {
  return IsNull(column) ? std::nullopt : std::optional(Time(column));
}

bool Row::IsNull(std::size_t column) const {
  ARM_ASSERT(column < values_.size());
  return std::holds_alternative<std::monostate>(values_[column]);
}

}  // namespace armillary::metadata
