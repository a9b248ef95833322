#include "metadata/internal/postgres_schema.h"

#include <string>
#include <vector>

#include "base/crash_point.h"
#include "base/digest.h"
#include "metadata/internal/schema_script.h"

namespace armillary::metadata {
namespace {

// Any number will do, as long as every server of a database takes the same.
constexpr const char* kLock = "SELECT pg_advisory_lock(4272390671)";
constexpr const char* kUnlock = "SELECT pg_advisory_unlock(4272390671)";

Result<void> Do(PostgresConnection& connection, const std::string& sql) {
  ARM_TRY(const auto ignored, connection.Execute(sql));
  return {};
}

// Two servers may both see that a role is missing: then one finds that it has come.
Result<void> MakeRole(PostgresConnection& connection, const std::string& role) {
  ARM_TRY(const auto rows,
          connection.Run("SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles "
                         "WHERE rolname = $1",
                         {role}));
  if (!rows.empty() && rows.front().Boolean(0)) {
    return {};
  }
  return Do(connection,
            "DO $$ BEGIN BEGIN CREATE ROLE " + role +
                " NOLOGIN NOINHERIT; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;"
                " END; EXECUTE format('GRANT " +
                role + " TO %I', current_user); EXCEPTION WHEN unique_violation THEN NULL; END $$");
}

Result<void> Prepare(PostgresConnection& connection) {
  ARM_CHECK(MakeRole(connection, "armillary_tenant"));
  ARM_CHECK(MakeRole(connection, "armillary_system"));
  return Do(connection,
            "CREATE TABLE IF NOT EXISTS schema_migrations ("
            "module TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, "
            "PRIMARY KEY (module, name)); "
            "GRANT SELECT ON schema_migrations TO armillary_system");
}

Result<std::vector<AppliedMigration>> ReadApplied(PostgresConnection& connection) {
  ARM_TRY(const auto rows,
          connection.Run("SELECT module, name, sha256 FROM schema_migrations", {}));
  std::vector<AppliedMigration> applied;
  for (const Row& row : rows) {
    applied.push_back({.module = row.Text(0), .name = row.Text(1), .sha256 = row.Text(2)});
  }
  return applied;
}

Result<void> Fence(PostgresConnection& connection, const std::string& table, bool is_tenant) {
  ARM_CHECK(Do(connection, "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table +
                               " TO armillary_tenant, armillary_system"));
  if (!is_tenant) {
    return {};
  }
  // Whoever is a member of a role falls under its policies too, and the login is one of both: it
  // must still take the role before it sees anything.
  const std::string own = "(tenant_id = nullif(current_setting('app.tenant', true), ''))";
  return Do(connection, "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY; ALTER TABLE " +
                            table + " FORCE ROW LEVEL SECURITY; CREATE POLICY own_rows ON " +
                            table + " TO armillary_tenant USING " + own + " WITH CHECK " + own +
                            "; CREATE POLICY all_rows ON " + table +
                            " TO armillary_system USING (current_user = 'armillary_system') "
                            "WITH CHECK (current_user = 'armillary_system')");
}

Result<void> RunStatement(PostgresConnection& connection, const SchemaStatement& statement) {
  if (statement.changes_rows) {
    ARM_CHECK(Do(connection, "SET LOCAL ROLE armillary_system"));
  }
  ARM_CHECK(Do(connection, statement.sql));
  if (statement.changes_rows) {
    return Do(connection, "RESET ROLE");
  }
  return statement.creates ? Fence(connection, *statement.creates, statement.creates_tenant_table)
                           : Result<void>();
}

Result<void> RunMigration(PostgresConnection& connection, const Migration& migration) {
  ARM_TRY(const auto statements, ParseScript(migration.sql, Dialect::Postgres));
  for (const SchemaStatement& statement : statements) {
    ARM_CHECK(RunStatement(connection, statement));
  }
  ARM_TRY(const auto ignored,
          connection.Run("INSERT INTO schema_migrations (module, name, sha256) "
                         "VALUES ($1, $2, $3)",
                         {migration.module, migration.name, Sha256(migration.sql).ToHex()}));
  return {};
}

Result<void> InTransaction(PostgresConnection& connection, const Migration& migration) {
  CrashPoint("migration.begin", migration.module);
  ARM_CHECK(Do(connection, "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"));
  Result<void> done = RunMigration(connection, migration);
  if (done) {
    CrashPoint("postgres.commit");
    done = Do(connection, "COMMIT");
  } else if (!connection.IsBroken()) {
    ARM_CHECK(Do(connection, "ROLLBACK"));
  }
  CrashPoint("migration.end", migration.module);
  return done;
}

Result<void> MigrateLocked(PostgresConnection& connection, std::span<const Migration> known) {
  ARM_CHECK(Prepare(connection));
  ARM_TRY(const auto applied, ReadApplied(connection));
  ARM_TRY(const auto pending, PendingMigrations(known, applied));
  for (const Migration& migration : pending) {
    ARM_CHECK(InTransaction(connection, migration));
  }
  return {};
}

}  // namespace

Result<void> MigratePostgres(PostgresConnection& connection, std::span<const Migration> known) {
  ARM_CHECK(Do(connection, kLock));
  Result<void> migrated = MigrateLocked(connection, known);
  if (!connection.IsBroken()) {
    ARM_CHECK(Do(connection, kUnlock));
  }
  return migrated;
}

Result<void> RequireMigratedPostgres(PostgresConnection& connection,
                                     std::span<const Migration> known) {
  ARM_TRY(const auto found,
          connection.Run("SELECT to_regclass('schema_migrations') IS NOT NULL", {}));
  if (!found.front().Boolean(0)) {
    return Fail(ErrorCode::SchemaOlder, "the database holds no installation");
  }
  ARM_TRY(const auto applied, ReadApplied(connection));
  return RequireNothingPending(known, applied);
}

}  // namespace armillary::metadata
