#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "net/internal/net_metrics.h"
#include "net/internal/request_ids.h"
#include "net/internal/tls_metrics.h"
#include "net/server.h"

namespace armillary::net {

class Connection;

// Counts what is under way, so that somebody can wait until nothing is. Thread-safe.
class Outstanding {
 public:
  void Enter() {
    const std::scoped_lock lock(mutex_);
    ++count_;
  }
  // The caller touches nothing that the waiter may destroy afterwards.
  void Leave() {
    const std::scoped_lock lock(mutex_);
    --count_;
    none_.notify_all();
  }
  std::size_t Count() const {
    const std::scoped_lock lock(mutex_);
    return count_;
  }
  void WaitForNone() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [&] { return count_ == 0; });
  }
  // False if there still was something after `timeout`.
  bool WaitForNone(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    return none_.wait_for(lock, timeout, [&] { return count_ == 0; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
};

// What the threads of one server share. Thread-safe.
struct Shared {
  Shared(const ServerOptions& of, const HttpServer::Parts& with)
      : options(of), parts(with), metrics(with.metrics, with.table), tls_metrics(with.metrics) {}

  const ServerOptions options;
  const HttpServer::Parts parts;
  NetMetrics metrics;
  TlsMetrics tls_metrics;
  Outstanding tasks;  // On the pool.
  Outstanding connections;
  std::atomic<std::size_t> buffered{0};
};

// What the connections of one thread share.
struct Site {
  explicit Site(Shared& with) : shared(with), ids(with.parts.clock, with.parts.random) {}

  Shared& shared;
  RequestIds ids;
  std::string date;  // For the Date header.
  bool draining = false;
  std::vector<std::shared_ptr<Connection>> connections;
};

}  // namespace armillary::net
