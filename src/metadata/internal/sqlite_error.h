#pragma once

#include "base/result.h"

struct sqlite3;

namespace armillary::metadata {

// What went wrong last on `connection` (which may be null when opening failed), for result `code`.
// Ends the process where a sync failed: the kernel may have dropped what it could not write, and
// a later sync would succeed without it.
Error SqliteError(sqlite3* connection, int code);

}  // namespace armillary::metadata
