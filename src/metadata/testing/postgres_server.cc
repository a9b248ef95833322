#include "metadata/testing/postgres_server.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <latch>
#include <libpq-fe.h>
#include <memory>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace armillary::metadata {
namespace {

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

void Require(bool condition, const std::string& what) {
  if (!condition) {
    throw std::runtime_error("PostgreSQL for tests: " + what);
  }
}

// PostgreSQL refuses to run as root.
const passwd* OtherUser() {
  if (::geteuid() != 0) {
    return nullptr;
  }
  const passwd* const user = ::getpwnam("postgres");
  Require(user != nullptr, "there is no user postgres to drop to");
  return user;
}

[[noreturn]] void Become(const passwd* user, char* const* arguments, int output) {
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const bool dropped =
      user == nullptr || (::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0);
  if (dropped && ::prctl(PR_SET_PDEATHSIG, SIGQUIT) == 0) {
    ::execv(arguments[0], arguments);
  }
  ::_exit(127);
}

// Reads what the server says until it closes its end, and counts down when it is ready.
void ReadLog(int input, std::latch& ready) {
  std::string line;
  std::array<char, 4096> buffer{};
  bool waiting = true;
  for (ssize_t size = 1; size > 0;) {
    size = ::read(input, buffer.data(), buffer.size());
    line.append(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (waiting && (size <= 0 || line.find("ready to accept connections") != std::string::npos)) {
      waiting = false;
      ready.count_down();
    }
    line.erase(0, line.size() > 200 ? line.size() - 200 : 0);
  }
  ::close(input);
}

}  // namespace

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  std::string path = std::filesystem::temp_directory_path() / "armillary_pg_XXXXXX";
  Require(::mkdtemp(path.data()) != nullptr, "no temporary folder");
  folder_ = path;
  if (const passwd* const user = OtherUser()) {
    Require(::chown(folder_.c_str(), user->pw_uid, user->pw_gid) == 0, "cannot give away a folder");
  }
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const pid_t initdb = Spawn({kPrograms + "initdb", "--pgdata=" + folder_ + "/data",
                              "--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8",
                              "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"},
                             nowhere);
  ::close(nowhere);
  int status = 0;
  ::waitpid(initdb, &status, 0);
  Require(WIFEXITED(status) && WEXITSTATUS(status) == 0,
          kPrograms + "initdb failed; is postgresql-15 installed?");
  Start();
  Execute("postgres", "CREATE ROLE armillary LOGIN CREATEDB CREATEROLE");
}

PostgresServer::~PostgresServer() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PostgresServer::Start() {
  std::array<int, 2> ends{};
  Require(::pipe2(ends.data(), O_CLOEXEC) == 0, "no pipe");
  server_ = Spawn({kPrograms + "postgres", "-D", folder_ + "/data", "-F", "-k", folder_, "-c",
                   "listen_addresses=", "-c", "full_page_writes=off", "-c", "max_connections=200",
                   "-c", "deadlock_timeout=50ms", "-c", "shared_buffers=32MB"},
                  ends[1]);
  ::close(ends[1]);
  std::latch ready(1);
  log_reader_ = std::jthread([input = ends[0], &ready] { ReadLog(input, ready); });
  ready.wait();
  Execute("postgres", "SELECT 1");
}

void PostgresServer::Stop() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);
    ::waitpid(std::exchange(server_, -1), nullptr, 0);
    log_reader_.join();
  }
}

std::string PostgresServer::Address(const std::string& database) const {
  return "host=" + folder_ + " user=armillary dbname=" + database;
}

std::string PostgresServer::SuperuserAddress(const std::string& database) const {
  return "host=" + folder_ + " user=postgres dbname=" + database;
}

void PostgresServer::Execute(const std::string& database, const std::string& sql) const {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(SuperuserAddress(database).c_str()), &PQfinish);
  Require(PQstatus(connection.get()) == CONNECTION_OK, PQerrorMessage(connection.get()));
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  Require(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK,
          PQerrorMessage(connection.get()));
}

pid_t PostgresServer::Spawn(std::vector<std::string> command, int output) const {
  std::vector<char*> arguments;
  for (std::string& argument : command) {
    arguments.push_back(argument.data());
  }
  arguments.push_back(nullptr);
  const passwd* const user = OtherUser();
  const pid_t child = ::fork();
  Require(child >= 0, "cannot start a process");
  if (child == 0) {
    Become(user, arguments.data(), output);
  }
  return child;
}

}  // namespace armillary::metadata
