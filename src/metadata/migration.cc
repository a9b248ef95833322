#include "metadata/migration.h"

#include <algorithm>

#include "base/digest.h"
#include "metadata/internal/schema_script.h"
#include "metadata/schema_files.h"

namespace armillary::metadata {
namespace {

bool Same(const Migration& known, const AppliedMigration& applied) {
  return known.module == applied.module && known.name == applied.name;
}

}  // namespace

std::vector<Migration> MigrationsOf(std::string_view module, std::span<const EmbeddedFile> files) {
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : files) {
    migrations.push_back({.module = std::string(module),
                          .name = std::string(file.name),
                          .sql = std::string(file.content)});
  }
  std::ranges::sort(migrations, {}, &Migration::name);
  return migrations;
}

std::vector<Migration> OwnMigrations() { return MigrationsOf("metadata", schema::EmbeddedFiles()); }

Result<std::vector<Migration>> PendingMigrations(std::span<const Migration> known,
                                                 std::span<const AppliedMigration> applied) {
  std::vector<Migration> pending(known.begin(), known.end());
  for (const AppliedMigration& old : applied) {
    const std::string title = old.module + "/" + old.name;
    const auto found =
        std::ranges::find_if(pending, [&](const Migration& one) { return Same(one, old); });
    if (found == pending.end()) {
      return Fail(ErrorCode::SchemaNewer,
                  "the database has the migration " + title + ", which this version does not know");
    }
    if (Sha256(found->sql).ToHex() != old.sha256) {
      return Fail(ErrorCode::SchemaChanged, "the migration " + title + " ran with other content");
    }
    pending.erase(found);
  }
  return pending;
}

Result<void> RequireNothingPending(std::span<const Migration> known,
                                   std::span<const AppliedMigration> applied) {
  ARM_TRY(const auto pending, PendingMigrations(known, applied));
  if (!pending.empty()) {
    return Fail(ErrorCode::SchemaOlder, "the database lacks the migration " +
                                            pending.front().module + "/" + pending.front().name);
  }
  return {};
}

Result<SchemaTables> TablesOf(std::span<const Migration> migrations) {
  SchemaTables tables;
  tables.Add("schema_migrations", false);
  for (const Migration& migration : migrations) {
    ARM_TRY(const auto statements, ParseScript(migration.sql, Dialect::Postgres));
    for (const SchemaStatement& statement : statements) {
      if (statement.creates) {
        tables.Add(*statement.creates, statement.creates_tenant_table);
      }
      if (statement.drops) {
        tables.Remove(*statement.drops);
      }
    }
  }
  return tables;
}

}  // namespace armillary::metadata
