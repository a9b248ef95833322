#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "base/guarded.h"

namespace armillary::outbound {

// A server on this machine that gives every connection the same bytes once a request has come, or
// none and waits. Keeps what it was sent.
class CannedServer {
 public:
  explicit CannedServer(std::string answer);
  ~CannedServer();
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  // http://127.0.0.1:<port>
  std::string Url() const;
  std::vector<std::string> Requests() const;

 private:
  void Loop();
  void Serve(int connection);

  const std::string answer_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  Guarded<std::vector<std::string>> requests_;
  std::jthread thread_;
};

}  // namespace armillary::outbound
