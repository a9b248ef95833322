#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metadata/schema_tables.h"

namespace armillary::metadata {

enum class Dialect : std::uint8_t { Sqlite, Postgres };

// One statement of a migration, in the words of an engine.
struct SchemaStatement {
  std::string sql;
  bool changes_rows = false;
  std::optional<std::string> creates = {};
  bool creates_tenant_table = false;
  std::optional<std::string> drops = {};
};

// The statements of a migration. SQLite gets STRICT tables with its own names of types,
// PostgreSQL's text columns compare by bytes. Fails with StatementRefused.
Result<std::vector<SchemaStatement>> ParseScript(std::string_view sql, Dialect dialect);

}  // namespace armillary::metadata
