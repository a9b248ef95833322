#pragma once

#include <string_view>

namespace armillary::app {

// The release, and the commit it was built from ("unknown" outside of a checkout).
extern const std::string_view kVersion;
extern const std::string_view kCommit;

}  // namespace armillary::app
