#pragma once

#include <cstdint>

#include "base/result.h"
#include "net/internal/compression.h"
#include "net/internal/target.h"
#include "net/message.h"

namespace armillary::net {

// What a head says of its own bytes and of the connection.
struct Framing {
  Target target;  // Views into the head.
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool keep_alive = true;
  bool http10 = false;
  bool expects_continue = false;
  Coding coding = Coding::Identity;

  bool HasBody() const { return chunked || content_length > 0; }
};

// Reads a head's framing, stricter than the protocol allows: whatever two readers could understand
// in two ways is refused with BadRequest, InvalidHeader or UnsupportedEncoding. Also keeps a
// well-formed X-Request-Id of the client in `head`. `minor` is the version after HTTP/1.
Result<Framing> ReadFraming(RequestHead& head, int minor);

}  // namespace armillary::net
