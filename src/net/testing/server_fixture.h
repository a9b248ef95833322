#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/testing/fake_clock.h"
#include "base/testing/temp_folder.h"
#include "net/certificate_follower.h"
#include "net/server.h"
#include "net/testing/fake_gate.h"
#include "net/testing/raw_client.h"
#include "net/testing/told_stream.h"

namespace armillary::net {

// Something that a test waits for, or that waits for a test. Thread-safe.
class Signal {
 public:
  void Raise();
  // False after ten seconds.
  bool Wait();

 private:
  std::mutex mutex_;
  std::condition_variable raised_;
  bool is_raised_ = false;
};

// What became of uploads.
struct UploadLog {
  std::atomic<std::size_t> bytes{0};
  std::atomic<std::size_t> largest_piece{0};
  std::atomic<int> appends{0};
  std::atomic<bool> finished{false};
  Signal dropped;  // Destroyed, finished or not.
};

// How clients of a test speak.
enum class Transport { Plain, Tls };

// A server with one route of each sort on a port of its own; tests start it with their limits. Each
// test runs once for each transport.
//
//   GET  /healthz               inline, public: `ok`
//   GET  /names/{name}          inline, public: the name, then the query as name=value lines
//   POST /echo                  inline, public, 64 KiB: the body
//   GET  /whoami                pooled, permission: who was let in
//   POST /bodies                pooled, permission, 1 MiB: the body
//   PUT  /uploads/{name}        upload, permission, 4 MiB: how many bytes
//   GET  /quick/{kind}          quick where the kind is `quick`, else pooled: which of the two
//   GET  /held                  pooled, public: waits for `release`
//   GET  /late                  pooled, public, 20 ms: the same
//   GET  /throws, /throws/inline
//   GET  /text                  pooled, public: 100,000 characters of JSON
//   GET  /source/{kind}         pooled, public: 1,000,000 bytes, or fewer unless it is `whole`
//   GET  /told                  pooled, public: the stream `told`
//   GET  /injection             inline, public: a header with a line break
class ServerTest : public testing::TestWithParam<Transport> {
 protected:
  ServerTest();
  ~ServerTest() override;

  // Short sweeps, long time-outs, any port.
  static ServerOptions Options();
  void Start(const ServerOptions& options);
  void Start() { Start(Options()); }

  std::uint16_t Port() const { return server_->Port(); }
  RawClient Connect() const;
  // The status of the only answer to `bytes` on a connection of its own; 0 if there was none.
  int StatusOf(std::string_view bytes) const;
  // `Ask` on a connection of its own; fails the test if there is no answer.
  RawResponse Ask(std::string_view bytes) const;

  // What servers of this test are made of.
  HttpServer::Parts Parts();
  static bool IsTls() { return GetParam() == Transport::Tls; }
  std::uint64_t CountOf(const std::string& metric) {
    return metrics_.AddCounter(metric, "").Value();
  }

  TempFolder folder_;
  LocalFileSystem files_;
  SystemRandom random_;
  FakeClock clock_;
  Log log_;
  MetricsRegistry metrics_;
  FakeGate gate_;
  UploadLog uploads_;
  ToldStream told_;
  Signal held_;  // A handler has begun to wait.
  Signal release_;
  std::atomic<bool> held_done_{false};
  std::optional<RouteTable> table_;
  std::unique_ptr<WorkerPool> pool_;
  std::unique_ptr<CertificateFollower> certificate_;
  std::unique_ptr<HttpServer> server_;

 private:
  std::vector<Route> Routes();
};

inline std::string NameOf(const testing::TestParamInfo<Transport>& transport) {
  return transport.param == Transport::Tls ? "Tls" : "Plain";
}

#define ARM_ON_EACH_TRANSPORT(Suite) \
  INSTANTIATE_TEST_SUITE_P(Over, Suite, testing::Values(Transport::Plain, Transport::Tls), NameOf)

// Whether `holds` becomes true within ten seconds.
bool Eventually(const std::function<bool()>& holds);

// A request with a Host header: Request11("GET /healthz").
// Each of `more_headers` ends in CRLF.
std::string Request11(std::string_view request_line, std::string_view more_headers = "",
                      std::string_view body = "");

}  // namespace armillary::net
