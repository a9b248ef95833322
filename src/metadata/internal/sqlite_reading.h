#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "metadata/internal/sqlite_connection.h"
#include "metadata/internal/statement_book.h"
#include "metadata/migration.h"

namespace armillary::metadata {

// Runs `closure` on one snapshot, which ends whatever becomes of it.
Result<void> ReadSnapshot(StatementBook& book, SqliteConnection& connection,
                          const std::function<Result<void>(Transaction&)>& closure);

// What the table of migrations says, which must be there.
Result<std::vector<AppliedMigration>> ReadApplied(SqliteConnection& connection);

}  // namespace armillary::metadata
