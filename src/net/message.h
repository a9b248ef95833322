#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "net/fields.h"

namespace armillary::net {

class Admitted;

using SteadyTime = std::chrono::steady_clock::time_point;

// `Other` is any method that no route can have.
enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };
constexpr std::size_t kMethodCount = 8;

std::string_view MethodName(Method method);
Method ParseMethod(std::string_view name);

// What a request says before its body. Nothing in it is trusted but what the listener adds itself:
// the addresses, the ids and the times. Forwarding and method-override headers have no effect.
struct RequestHead {
  Method method = Method::Other;
  std::string target = {};                  // As sent: path and query, still encoded.
  Fields parameters{Fields::Match::Exact};  // By the names in the route's pattern, decoded once.
  Fields query{Fields::Match::Exact};       // Decoded once; `+` is a space.
  Fields headers{Fields::Match::IgnoreCase};
  std::string remote_address = {};  // Without the port.
  RequestId request_id = {};        // Ours, sent back as X-Request-Id.
  std::string client_request_id =
      {};  // The client's X-Request-Id if well-formed: for the log only.
  SteadyTime arrived = {};
  SteadyTime deadline = {};   // When the route's time is over: the answer is then of no use.
  bool secure = false;        // Whether it came over TLS.
  bool accepts_gzip = false;  // By its Accept-Encoding.

  // The decoded value of a parameter of the route's pattern; asserts that there is one.
  std::string_view Parameter(std::string_view name) const;
};

// After the body come this many bytes that may be read (their values mean nothing), so that a
// vectorised JSON parser needs no copy.
constexpr std::size_t kBodyPadding = 64;

// A whole request, valid while its handler runs. `admitted` is what the gate gave, null only on
// public routes.
struct Request {
  const RequestHead& head;
  std::string_view body;
  Admitted* admitted;
};

// A body of known length that is read piece by piece, on the pool, while it is sent.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t Length() const = 0;
  // Fills a part of `into` (not empty) and says how much, at least one byte until Length() bytes
  // were given. On an error the connection is cut, so that nobody takes a part for the whole.
  virtual Result<std::size_t> Next(std::span<std::byte> into) = 0;
};

// A body without an end: what there is to say is sent as it comes. For the connection's thread.
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  // Appends what is to be sent now: at most some KiB, or nothing. False: no more comes, and the
  // connection is closed after this. Called once all that it gave before is sent, and at each
  // HttpServer::WakeStreams; takes at most 50 us.
  virtual bool Take(std::string& into) = 0;
};

using Header = std::pair<std::string, std::string>;

// The listener adds Content-Length, Connection, Date and X-Request-Id, and compresses larger text
// for clients that accept gzip, unless the answer has an ETag. A stream has no length: it ends with
// its connection, and is never compressed.
struct Response {
  int status = 200;
  std::string_view content_type = {};  // Outlives the answer: a literal. Empty: no such header.
  std::vector<Header> headers = {};    // One with a control character is left out.
  std::variant<std::string, std::unique_ptr<BodySource>, std::unique_ptr<StreamSource>> body = {};
  std::string cause = {};  // What went wrong inside, for the log alone.

  bool IsStream() const { return std::holds_alternative<std::unique_ptr<StreamSource>>(body); }
};

}  // namespace armillary::net
