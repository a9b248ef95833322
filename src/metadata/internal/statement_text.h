#pragma once

#include <string_view>

#include "base/result.h"

namespace armillary::metadata {

// Refuses what PostgreSQL and SQLite split into words differently, so that what was checked is
// what runs: comments, quoted names, escapes, dollar quotes, `?`, `:`, `@`, `;`, `[`, non-ASCII.
Result<void> CheckStatementText(std::string_view sql);

// The length of `sql` without a final FOR UPDATE [SKIP LOCKED], its own length if it has none.
std::size_t SizeWithoutLock(std::string_view sql);

}  // namespace armillary::metadata
