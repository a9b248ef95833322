#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"
#include "metadata/database.h"
#include "metadata/migration.h"

namespace armillary::metadata {

// A database file as it is: nothing of it changes here, while another process may serve from it.
// Each write fails with StorageReadOnly.
class SqliteInspection : public Database {
 public:
  // Fails with DatabaseUnavailable if there is no such file, DatabaseCorrupt, SchemaOlder,
  // SchemaNewer or SchemaChanged.
  static Result<std::unique_ptr<SqliteInspection>> Open(const std::filesystem::path& path,
                                                        std::span<const Migration> migrations);
  ~SqliteInspection() override;

  // Copies one snapshot into a new file and syncs it. Fails with AlreadyExists if something is
  // there.
  Result<void> CopyTo(const std::filesystem::path& to);

  // Looks at every page, index and reference, which takes long for a large file. Fails with
  // DatabaseCorrupt.
  Result<void> CheckIntegrity();

 private:
  struct State;
  explicit SqliteInspection(std::unique_ptr<State> state);

  Result<void> RunWrite(const Closure& closure) override;
  Result<void> RunRead(const Closure& closure) override;

  const std::unique_ptr<State> state_;
};

}  // namespace armillary::metadata
