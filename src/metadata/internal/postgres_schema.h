#pragma once

#include <span>

#include "base/result.h"
#include "metadata/internal/postgres_connection.h"
#include "metadata/migration.h"

namespace armillary::metadata {

// Makes the two roles unless they are there, and runs what is pending while no other server does.
// Each new table is granted to both roles; on a tenant table the tenant role sees and makes only
// rows of the tenant in `app.tenant`, none while that is not set, the owner included.
Result<void> MigratePostgres(PostgresConnection& connection, std::span<const Migration> known);

// Changes nothing. Fails as RequireNothingPending, or with SchemaOlder where nothing was installed.
Result<void> RequireMigratedPostgres(PostgresConnection& connection,
                                     std::span<const Migration> known);

}  // namespace armillary::metadata
