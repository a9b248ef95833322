#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.h"
#include "base/result.h"
#include "metadata/schema_tables.h"

namespace armillary::metadata {

// One step of the schema: a file `schema/NNNN_name.sql` of a module. Once released it never
// changes; a database remembers its hash.
//
// It is written in the common dialect: CREATE TABLE with the types TEXT, BIGINT (also for booleans
// and times), BYTEA and DOUBLE PRECISION, CREATE [UNIQUE] INDEX, ALTER TABLE ADD or DROP COLUMN,
// DROP TABLE or INDEX, and INSERT, UPDATE, DELETE for what is there. Each engine makes it strict:
// no type is converted, and text compares by its bytes.
struct Migration {
  std::string module;
  std::string name;
  std::string sql;
};

// A module's migrations in the order of their names, such as
// MigrationsOf("tenancy", tenancy::schema::EmbeddedFiles()).
std::vector<Migration> MigrationsOf(std::string_view module, std::span<const EmbeddedFile> files);

// The migrations of metadata itself, which come first in every database.
std::vector<Migration> OwnMigrations();

// What a database says of a migration that it has.
struct AppliedMigration {
  std::string module;
  std::string name;
  std::string sha256;
};

// The migrations that are still to run, in order. Fails with SchemaNewer if the database has one
// that is not known here, or with SchemaChanged if one had other content.
Result<std::vector<Migration>> PendingMigrations(std::span<const Migration> known,
                                                 std::span<const AppliedMigration> applied);

// Fails as PendingMigrations, or with SchemaOlder if some are still to run.
Result<void> RequireNothingPending(std::span<const Migration> known,
                                   std::span<const AppliedMigration> applied);

// The tables that are there once all of `migrations` ran. Fails with StatementRefused where one is
// not in the common dialect.
Result<SchemaTables> TablesOf(std::span<const Migration> migrations);

}  // namespace armillary::metadata
