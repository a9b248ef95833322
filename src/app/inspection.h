#pragma once

#include <memory>

#include "app/data_layout.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/file_system.h"
#include "base/random.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "metadata/postgres_database.h"
#include "metadata/sqlite_inspection.h"
#include "objects/object_store.h"

namespace armillary::app {

// An installation, or a backup of one, opened to be looked at. Nothing of it changes, and a server
// may be running on it.
struct Inspection {
  SystemClock clock;
  SystemRandom random;
  LocalFileSystem files;
  std::unique_ptr<keys::KeyRing> keys;
  std::unique_ptr<metadata::SqliteInspection> sqlite;  // None where PostgreSQL is configured.
  std::unique_ptr<metadata::PostgresDatabase> postgres;
  std::unique_ptr<objects::ObjectStore> objects;

  metadata::Database& Rows() const;

  // Fails with DataFolderUnusable if there is no installation, or with the error of the part that
  // could not be opened.
  static Result<std::unique_ptr<Inspection>> Open(const DataLayout& layout, const Config& config);
};

}  // namespace armillary::app
