#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary::metadata {

// The error for an SQLSTATE; `message` is what PostgreSQL says, for what is our own mistake.
Error PostgresError(std::string_view state, const std::string& message);

}  // namespace armillary::metadata
