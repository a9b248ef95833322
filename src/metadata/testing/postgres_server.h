#pragma once

#include <memory>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace armillary::metadata {

// A PostgreSQL 15 of this test binary: in a temporary folder, on a Unix socket, without syncs,
// sorting text by language so that tests notice who relies on bytes. It dies with the test.
//
// Everything throws std::runtime_error where PostgreSQL is missing or refuses: such a test fails.
class PostgresServer {
 public:
  // Started at the first use.
  static PostgresServer& Shared();

  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Where `database` is, for the owner of the databases, who is no superuser.
  std::string Address(const std::string& database) const;
  // Runs `sql` as the superuser.
  void Execute(const std::string& database, const std::string& sql) const;

  void Start();
  // Breaks all connections at once, as a crash would.
  void Stop();

 private:
  PostgresServer();

  std::string SuperuserAddress(const std::string& database) const;
  pid_t Spawn(std::vector<std::string> command, int output) const;

  std::string folder_;
  pid_t server_ = -1;
  std::jthread log_reader_;
};

}  // namespace armillary::metadata
