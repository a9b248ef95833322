#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>

#include "base/result.h"
#include "base/secret.h"
#include "metadata/database.h"
#include "metadata/migration.h"

namespace armillary::metadata {

class PostgresConnection;

// A database on a PostgreSQL server, version 15 or later, which other processes may use as well.
//
// A Write is a READ COMMITTED transaction, run again after a serialisation failure or a deadlock;
// a Read is REPEATABLE READ READ ONLY. Each statement runs under the role of its scope, fenced by
// row-level security; a closure may use several scopes. A lost connection fails the call and is
// opened again by the next.
class PostgresDatabase : public Database {
 public:
  struct Options {
    Secret connection;  // A URI or key=value pairs, as libpq takes them.
    std::size_t connections = 16;
    std::chrono::milliseconds patience = std::chrono::seconds(5);  // For a free connection.
    std::chrono::milliseconds statement_timeout = std::chrono::seconds(30);
    std::chrono::milliseconds lock_timeout = std::chrono::seconds(10);
    int attempts = 10;  // Of one Write.
  };

  // Migrates the database. The login role needs to own it, and to be a member of armillary_tenant
  // and armillary_system or to be allowed to make them. Fails with DatabaseUnavailable,
  // SchemaNewer or SchemaChanged.
  static Result<std::unique_ptr<PostgresDatabase>> Open(const Options& options,
                                                        std::span<const Migration> migrations);

  // Opens what Open migrated, to look at it: changes no schema and makes no role. Fails with
  // DatabaseUnavailable, SchemaOlder, SchemaNewer or SchemaChanged.
  static Result<std::unique_ptr<PostgresDatabase>> Inspect(const Options& options,
                                                           std::span<const Migration> migrations);
  ~PostgresDatabase() override;

  std::size_t WaitingWrites() const override;

 private:
  struct State;
  using SchemaStep = Result<void> (*)(PostgresConnection&, std::span<const Migration>);

  static Result<std::unique_ptr<PostgresDatabase>> OpenAfter(SchemaStep step,
                                                             const Options& options,
                                                             std::span<const Migration> migrations);
  explicit PostgresDatabase(std::unique_ptr<State> state);

  Result<void> RunWrite(const Closure& closure) override;
  Result<void> RunRead(const Closure& closure) override;

  const std::unique_ptr<State> state_;
};

}  // namespace armillary::metadata
