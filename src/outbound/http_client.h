#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/guarded.h"
#include "base/secret.h"

namespace armillary::outbound {

// A call to another machine. With a form it is a POST of it, else a GET.
struct Request {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers = {};
  // application/x-www-form-urlencoded; empty: none.
  Secret form = Secret(std::string());
  // For the header Authorization; empty: none.
  Secret authorization = Secret(std::string());
};

struct Answer {
  int status = 0;
  std::string content_type;
  std::string body;
};

// Why there is no answer.
enum class Trouble : std::uint8_t {
  Unreachable,
  TimedOut,
  NotTrusted,  // The certificate is not one that `ca_file` vouches for, or of another host.
  TooLarge,
  NotAllowed,  // The address may not be called: see address_rule.h.
  Stopped,
};

std::string_view NameOf(Trouble trouble);

struct Failure {
  Trouble trouble;
  std::string message;  // For the log; no secret and nothing that the other side chose.
};

using Outcome = tl::expected<Answer, Failure>;

// Calls other machines over HTTP/1.1 and TLS 1.2 or later, each call within a time and an answer
// within a size, to addresses that may be called. Follows no redirect: who is led elsewhere learns
// of it by the status. Knows neither proxies nor cookies nor passwords of the machine's user.
// Thread-safe; a call blocks its thread.
class HttpClient {
 public:
  struct Options {
    std::string ca_file = {};  // PEM: whom to trust, and nobody else; empty: the machine.
    std::chrono::milliseconds connect{3'000};
    std::chrono::milliseconds whole{5'000};
    std::size_t answer_bytes = 1 << 20;
    std::size_t kept_connections = 8;
  };

  explicit HttpClient(Options options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  Outcome Send(const Request& request);

  // Ends the calls that wait, within a second, and refuses new ones: for a server that stops.
  void Stop() { stopped_ = true; }

 private:
  class Call;
  struct Idle;

  const Options options_;
  std::atomic<bool> stopped_{false};
  std::unique_ptr<Idle> idle_;  // Handles with connections that are still open.
};

// name=value&..., each percent-encoded: for a form or a query.
std::string FormOf(const std::vector<std::pair<std::string_view, std::string_view>>& fields);

// For Request::authorization: HTTP Basic as RFC 6749 has it, with both parts form-encoded.
Secret BasicAuthorization(std::string_view user, const Secret& password);

}  // namespace armillary::outbound
