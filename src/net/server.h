#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "base/worker_pool.h"
#include "net/certificate_follower.h"
#include "net/gate.h"
#include "net/route_table.h"

namespace armillary::net {

// Where to listen and every limit of the listener. Time-outs are looked at once per `sweep`, so
// each may last that much longer.
struct ServerOptions {
  std::string address = "127.0.0.1";  // An IP address. Beyond loopback TLS is required.
  std::uint16_t port = 8080;          // 0: any free one.
  std::size_t threads = 1;            // Each serves its own connections.
  std::size_t connections = 10'000;   // Beyond it: 503 too_many_connections.
  int backlog = 1'024;                // Connections that wait to be accepted.

  std::size_t uri_bytes = 8 * 1024;                // Beyond it: 414.
  std::size_t header_bytes = 32 * 1024;            // All header fields together; beyond it: 431.
  std::size_t header_fields = 100;                 // Beyond it: 431.
  std::size_t query_parameters = 100;              // Beyond it: 400.
  std::size_t chunk_extension_bytes = 1'024;       // Of one body; beyond it: 400.
  std::size_t body_bytes = 64 * 1024 * 1024;       // Of any body that is not an upload: 413.
  std::size_t buffered_bytes = 512 * 1024 * 1024;  // Of all bodies in memory; beyond it: 503.
  std::size_t upload_piece_bytes = 256 * 1024;     // What an upload or a body source holds at once.
  std::size_t pipelined_requests = 64;             // Answered in one go before others have a turn.
  std::uint64_t requests_per_connection = 1'000'000;  // Then the connection is closed.
  std::size_t compress_from_bytes = 2 * 1024;         // Smaller answers are sent as they are.

  std::chrono::milliseconds idle = std::chrono::seconds(75);  // Between requests: closed.
  std::chrono::milliseconds header =
      std::chrono::seconds(10);                               // First to last byte of a head: 408.
                                                              // The first one's with TLS before it.
  std::chrono::milliseconds read = std::chrono::seconds(20);  // Without a byte of a body: 408.
  std::chrono::milliseconds write = std::chrono::seconds(30);  // For each 256 KiB sent: closed.
  std::chrono::milliseconds linger = std::chrono::seconds(2);  // Unread input after a refusal.
  std::chrono::milliseconds sweep = std::chrono::seconds(1);
};

// For whoever wants to know before anything else is begun. Fails with AddressUnusable for what is
// no IP address, or with TlsRequired beyond loopback unless it `speaks_tls`.
Result<void> CheckAddress(const ServerOptions& options, bool speaks_tls);

// The listener: HTTP/1.1 and 1.0 with keep-alive and pipelining on threads of its own, over TLS if
// it has a certificate. Handshakes are made on those threads too; they wait for no one.
//
// A request passes: syntax, limits, route table, gate, body, handler. What fails on the way is
// answered by the gate's Refuse; after a doubt about where a request ends, the connection is
// closed.
class HttpServer {
 public:
  // All must outlive the server; the pool must run until the server is gone.
  struct Parts {
    const RouteTable& table;
    Gate& gate;
    WorkerPool& pool;
    const Log& log;
    MetricsRegistry& metrics;
    const Clock& clock;
    Random& random;
    const CertificateFollower* certificate = nullptr;  // None: without TLS.
  };

  HttpServer(const ServerOptions& options, const Parts& parts);
  // Cuts what is still open, and waits for handlers that run.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Fails with AddressInUse or as CheckAddress.
  Result<void> Start();

  // The port that Start bound.
  std::uint16_t Port() const;

  // Asks every stream for what it has to say, on its own thread. To be called when there may be
  // something, and now and then: a source learns of the passing time by nothing else.
  void WakeStreams();

  // Accepts nothing more, cuts streams, closes idle connections and waits for the rest to finish
  // what they have begun. False if some did not within `timeout`; those are cut. Start cannot be
  // called again.
  bool Drain(std::chrono::milliseconds timeout);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace armillary::net
