#pragma once

#include <string>
#include <vector>

#include "metadata/row.h"

struct pg_result;

namespace armillary::metadata {

// Values in the form that libpq sends; refers to the values, which must outlive it.
class PostgresArguments {
 public:
  explicit PostgresArguments(const std::vector<Value>& values);

  int Count() const { return static_cast<int>(pointers_.size()); }
  const char* const* Pointers() const { return pointers_.data(); }
  const int* Lengths() const { return lengths_.data(); }
  const int* Formats() const { return formats_.data(); }

 private:
  std::vector<std::string> numbers_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// The type that a value is sent as; 0, for NULL, lets PostgreSQL find it.
unsigned PostgresType(const Value& value);

// The field of a result in text form. Integers of all widths, booleans and whole numerics become
// integers, other numerics doubles.
Value PostgresField(const pg_result* result, int row, int column);

}  // namespace armillary::metadata
