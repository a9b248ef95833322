#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace armillary::api {

// What the contract says of the value of a query parameter.
class ParameterRule {
 public:
  // `schema` is that of the parameter, with `x-each-of` for a list separated by commas.
  explicit ParameterRule(const boost::json::object& schema);

  // Fails with TooLong, NotOneOf, WrongType or OutOfRange, whose field is `name`.
  Result<void> Check(std::string_view name, std::string_view value) const;

 private:
  Result<void> CheckNumber(std::string_view name, std::string_view value) const;
  Result<void> CheckChoice(std::string_view name, std::string_view value) const;

  bool is_integer_ = false;
  bool is_list_ = false;
  std::size_t longest_ = std::numeric_limits<std::size_t>::max();  // In Unicode scalars.
  std::int64_t least_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t most_ = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string> choices_;  // Empty: any.
};

}  // namespace armillary::api
