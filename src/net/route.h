#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "base/result.h"
#include "net/gate.h"
#include "net/message.h"

namespace armillary::net {

// Who may use a route: everyone, or holders of a permission of contract/authz.yaml.
class Policy {
 public:
  static Policy Public() { return Policy(std::string()); }
  // `name` is not empty.
  static Policy Permission(std::string name);

  bool IsPublic() const { return permission_.empty(); }
  // Empty for a public route.
  const std::string& PermissionName() const { return permission_; }

 private:
  explicit Policy(std::string permission) : permission_(std::move(permission)) {}

  std::string permission_;
};

struct RouteLimits {
  std::size_t body_bytes;          // Unpacked and as sent; 0: the route takes no body.
  std::chrono::milliseconds time;  // From the head's arrival until the answer is ready.
};

// Inline: on the connection's thread, only for what costs at most 50 us. Pooled: anything else.
// An inline route with a compressed body runs on the pool, too.
enum class Execution { Inline, Pooled };

// A body on its way to storage. Calls come one at a time, on pool threads, in order. Destroyed
// without Finish: the request was cut or refused, and what was stored is to be removed.
class Upload {
 public:
  virtual ~Upload() = default;
  // A failure ends the request with that error.
  virtual Result<void> Append(std::span<const std::byte> bytes) = 0;
  virtual Response Finish() = 0;
};

using Handler = std::function<Response(const Request&)>;
// Called on the connection's thread. None: the answer costs more than that thread may give, and the
// route's handler is called on the pool instead. It must not have changed anything then.
using QuickHandler = std::function<std::optional<Response>(const Request&)>;
// Called on the pool before the first byte of the body.
using UploadHandler = std::function<Result<std::unique_ptr<Upload>>(const RequestHead&, Admitted&)>;

// One entry of the route table. It cannot be made without its policy and limits.
class Route {
 public:
  // `pattern`: "/api/v1/t/{tenant}/models"; `operation`: its operationId in contract/openapi.yaml.
  struct Address {
    Method method;
    std::string pattern;
    std::string operation;
  };

  Route(Address address, Policy policy, RouteLimits limits, Execution execution, Handler handler);
  // Answered by `quick` where it can, else on the pool by `handler`. A compressed body is for the
  // pool alone.
  Route(Address address, Policy policy, RouteLimits limits, QuickHandler quick, Handler handler);
  // Takes the body as a stream, in bounded memory. Never public.
  Route(Address address, Policy policy, RouteLimits limits, UploadHandler handler);

  Method method() const { return address_.method; }
  const std::string& pattern() const { return address_.pattern; }
  const std::string& operation() const { return address_.operation; }
  const Policy& policy() const { return policy_; }
  const RouteLimits& limits() const { return limits_; }
  Execution execution() const { return execution_; }
  // Null if it is the other kind.
  const Handler* handler() const { return std::get_if<Handler>(&handler_); }
  // Null if there is none.
  const QuickHandler* quick_handler() const { return quick_ ? &quick_ : nullptr; }
  const UploadHandler* upload_handler() const { return std::get_if<UploadHandler>(&handler_); }

 private:
  Address address_;
  Policy policy_;
  RouteLimits limits_;
  Execution execution_;
  QuickHandler quick_;
  std::variant<Handler, UploadHandler> handler_;
};

}  // namespace armillary::net
