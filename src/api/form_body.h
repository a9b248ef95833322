#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary::api {

// The value of a field of a body in application/x-www-form-urlencoded, decoded; none if it is not
// there. Fails with BadRequest where it is there twice, or cannot be decoded.
Result<std::optional<std::string>> FormField(std::string_view body, std::string_view name);

}  // namespace armillary::api
