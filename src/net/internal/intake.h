#pragma once

#include "net/internal/exchange.h"
#include "net/internal/input_buffer.h"
#include "net/internal/request_parser.h"
#include "net/internal/site.h"

namespace armillary::net {

// Turns the bytes of one connection into requests that were let in, or into the reason why not.
// A failure after which nobody knows where the next request begins takes `keep_alive` away.
class Intake {
 public:
  using Progress = RequestParser::Progress;

  // `site` must outlive the intake.
  explicit Intake(Site& site) : site_(site), parser_(site.shared.options) {}

  // Before each request.
  void Begin();

  // Whether a request has begun to arrive.
  bool Begun(const InputBuffer& input) const { return parser_.InHead() || !input.Empty(); }

  // Done: the route is found and the gate has let the request in, or it is `answered` already.
  Result<Progress> ReadHead(InputBuffer& input, Exchange& exchange, SteadyTime now);

  // Takes what there is of the body. Done: it is complete.
  Result<Progress> ReadBody(InputBuffer& input, Exchange& exchange);

  // Steps over the body of a request that is refused. False if that is more than has arrived.
  bool SkipBody(InputBuffer& input, const Exchange& exchange) const;

 private:
  Result<void> FindRoute(Exchange& exchange) const;
  Result<void> Admit(Exchange& exchange) const;
  Result<void> CheckBody(const Exchange& exchange) const;

  Site& site_;
  RequestParser parser_;
  bool skipped_line_ = false;
};

}  // namespace armillary::net
