#include "metadata/internal/sqlite_reading.h"

#include "base/assert.h"

namespace armillary::metadata {
namespace {

class Snapshot {
 public:
  explicit Snapshot(SqliteConnection& connection) : connection_(connection) {}
  ~Snapshot() {
    if (connection_.InTransaction()) {
      ARM_ASSERT(connection_.Execute("ROLLBACK").has_value());
    }
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  SqliteConnection& connection_;
};

}  // namespace

Result<void> ReadSnapshot(StatementBook& book, SqliteConnection& connection,
                          const std::function<Result<void>(Transaction&)>& closure) {
  ARM_CHECK(connection.Execute("BEGIN"));
  const Snapshot snapshot(connection);
  SqliteTransaction transaction(book, Intent::Read, connection);
  return transaction.Settle(closure(transaction));
}

Result<std::vector<AppliedMigration>> ReadApplied(SqliteConnection& connection) {
  ARM_TRY(const auto rows,
          connection.RunOnce("SELECT module, name, sha256 FROM schema_migrations", {}));
  std::vector<AppliedMigration> applied;
  for (const Row& row : rows) {
    applied.push_back({.module = row.Text(0), .name = row.Text(1), .sha256 = row.Text(2)});
  }
  return applied;
}

}  // namespace armillary::metadata
