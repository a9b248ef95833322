#pragma once

#include <string>
#include <vector>

#include "metadata/migration.h"

namespace armillary::metadata {

// Tables for tests of metadata itself, which has no nouns.
inline std::vector<Migration> TestTables() {
  return {{.module = "test", .name = "0001_models.sql", .sql = R"(
CREATE TABLE models (
  tenant_id TEXT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  score DOUBLE PRECISION,
  bytes BYTEA,
  PRIMARY KEY (tenant_id, name)
);
CREATE TABLE versions (
  tenant_id TEXT NOT NULL,
  model TEXT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, model, number),
  FOREIGN KEY (tenant_id, model) REFERENCES models (tenant_id, name)
);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT))"}};
}

}  // namespace armillary::metadata
