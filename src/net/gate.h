#pragma once

#include <memory>

#include "base/result.h"
#include "net/message.h"

namespace armillary::net {

class Route;

// Who was let in, and with which rights. The module that implements the gate derives from it; the
// listener only carries it to the handler.
class Admitted {
 public:
  virtual ~Admitted() = default;
};

// Decides who gets through the listener and how a refusal reads. Called from many threads.
class Gate {
 public:
  virtual ~Gate() = default;

  // Called after the head and before the body, on the connection's thread: at most 50 us. May give
  // null only for a public route; for any other the listener then refuses the request.
  virtual Result<std::unique_ptr<Admitted>> Admit(const Route& route, const RequestHead& head) = 0;

  // The answer that says `error`, in the shape of the route's protocol. `route` is null if none was
  // found; then `head` may hold only what the listener added. The listener adds Allow and
  // X-Request-Id. Must not throw.
  virtual Response Refuse(const Error& error, const Route* route, const RequestHead& head) = 0;
};

}  // namespace armillary::net
