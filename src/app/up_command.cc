#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/config_keys.h"
#include "app/foundation.h"
#include "app/identity_stack.h"
#include "app/part_options.h"
#include "app/platform.h"
#include "app/server.h"
#include "app/version.h"
#include "base/encoding.h"
#include "base/file_system.h"
#include "base/json.h"

namespace armillary::app {
namespace {

// Blocks the signals that end the server in this thread and all that it starts, so that one wait
// gets them and no handler runs anywhere.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// A log that nobody reads any more, or a file that may not grow, is an error of that one write and
// no reason to end.
void IgnoreWriteSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

// Each connection is a file: asks for as many as this process may have.
void RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
  }
}

// What can be refused before a first start makes anything.
Result<void> CheckListener(const Config& config) {
  ARM_TRY(const auto listener, ListenerOptionsOf(config));
  ARM_TRY(const auto certificate, CertificateFilesOf(config));
  ARM_CHECK(net::CheckAddress(listener, certificate.has_value()));
  LocalFileSystem files;
  return certificate ? net::CheckCertificate(files, *certificate, SystemClock().Now())
                     : Result<void>();
}

// How programs on this machine reach the server.
std::string LocalUrl(const Config& config, const Server& server) {
  const std::string& listen = config.Text("listen");
  std::string host = listen.substr(0, listen.rfind(':'));
  host = host == "0.0.0.0" ? "127.0.0.1" : host == "[::]" ? "[::1]" : host;
  return fmt::format("{}://{}:{}", server.SpeaksTls() ? "https" : "http", host, server.Port());
}

// Tells programs on this machine where the server listens, for as long as it does.
class ListeningNote {
 public:
  ListeningNote(Foundation& foundation, const std::string& url) : foundation_(foundation) {
    const boost::json::object note{{"url", url}, {"pid", ::getpid()}};
    const auto written =
        WriteFileDurably(foundation.files, foundation.folder->Layout().Listening(),
                         AsBytes(boost::json::serialize(note) + "\n"), kPrivateFile);
    if (!written) {
      foundation.log->Warning("programs on this machine must be told the address",
                              {{"cause", written.error().message}});
    }
  }
  ~ListeningNote() {
    static_cast<void>(foundation_.files.Remove(foundation_.folder->Layout().Listening()));
  }
  ListeningNote(const ListeningNote&) = delete;
  ListeningNote& operator=(const ListeningNote&) = delete;

 private:
  Foundation& foundation_;
};

// An installation for a moment, which goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "armillary-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) {
      path_ = pattern;
    }
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& Path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string_view PolicyName(const net::Route& route) {
  return route.policy().IsPublic() ? "public" : std::string_view(route.policy().PermissionName());
}

void PrintTable(const net::RouteTable& table) {
  for (const net::Route& route : table.Routes()) {
    fmt::print("{:<7} {:<70} {}\n", net::MethodName(route.method()), route.pattern(),
               PolicyName(route));
  }
}

void PrintJson(const net::RouteTable& table) {
  boost::json::array list;
  for (const net::Route& route : table.Routes()) {
    list.push_back({{"method", net::MethodName(route.method())},
                    {"path", route.pattern()},
                    {"operation", route.operation()},
                    {"policy", PolicyName(route)},
                    {"body_limit", route.limits().body_bytes}});
  }
  fmt::print("{}\n", boost::json::serialize(list));
}

}  // namespace

Result<void> RunUp(const Config& config) {
  const sigset_t signals = BlockStopSignals();
  IgnoreWriteSignals();
  RaiseFileLimit();
  ARM_CHECK(CheckListener(config));
  LocalFileSystem files;
  ARM_TRY(const auto identity, IdentityOptionsOf(config, files));
  ARM_TRY(const auto foundation, Foundation::Open(config));
  Platform platform(*foundation, config, identity);
  ARM_CHECK(platform.Start());
  ARM_TRY(const auto server, Server::Build(*foundation, platform, config));
  ARM_CHECK(server->Start());
  const std::string url = LocalUrl(config, *server);
  const ListeningNote note(*foundation, url);
  const Log& log = *foundation->log;
  log.Info("listening", {{"url", url},
                         {"address", config.Text("listen")},
                         {"port", std::int64_t{server->Port()}},
                         {"version", kVersion},
                         {"data", foundation->folder->Layout().root.string()}});
  int signal = 0;
  sigwait(&signals, &signal);
  log.Info("stopping", {{"signal", std::int64_t{signal}}});
  if (!server->Stop()) {
    log.Warning("cut requests that did not end in time");
  }
  log.Info("stopped");
  return {};
}

Result<void> PrintRoutes(bool as_json) {
  const TemporaryFolder folder;
  ARM_TRY(const Config config,
          Config::Load(ConfigKeys(),
                       {.file = {},
                        .environment = {},
                        .flags = {{"data", folder.Path().string()}, {"log.level", "error"}}}));
  ARM_TRY(const auto foundation, Foundation::Open(config));
  Platform platform(*foundation, config);
  ARM_TRY(const auto server, Server::Build(*foundation, platform, config));
  as_json ? PrintJson(server->Routes()) : PrintTable(server->Routes());
  return {};
}

}  // namespace armillary::app
