#pragma once

#include <string>

#include "base/config.h"
#include "base/result.h"

namespace armillary::app {

// What `armillaryd` can be told to do. Each returns when it is done; what people read goes to
// standard output.

// Serves until SIGTERM or SIGINT, then drains.
Result<void> RunUp(const Config& config);

// The listener's table: method, path and policy of every route, as JSON or in columns.
Result<void> PrintRoutes(bool as_json);

// Reads every row and blob that belong together, every signature and every audit chain, and
// changes nothing. Fails with StorageCorrupt or DatabaseCorrupt after listing what it found.
Result<void> RunCheck(const Config& config);

}  // namespace armillary::app
