#include "net/internal/intake.h"

#include <algorithm>
#include <exception>

#include "net/internal/errors.h"
#include "net/internal/target.h"

namespace armillary::net {
namespace {

std::size_t BodyLimit(const ServerOptions& options, const Route& route) {
  const std::size_t limit = route.limits().body_bytes;
  return route.upload_handler() != nullptr ? limit : std::min(limit, options.body_bytes);
}

}  // namespace

void Intake::Begin() {
  parser_.Reset();
  skipped_line_ = false;
}

Result<Intake::Progress> Intake::ReadHead(InputBuffer& input, Exchange& exchange, SteadyTime now) {
  // One empty line before a request is allowed: old clients send it after a body.
  if (!parser_.InHead() && !skipped_line_ && input.View().starts_with("\r\n")) {
    input.Consume(2);
    skipped_line_ = true;
  }
  if (input.Empty() || (input.View() == "\r" && !parser_.InHead() && !skipped_line_)) {
    return Progress::NeedMore;
  }
  if (!exchange.head.secure && site_.shared.parts.certificate != nullptr) {
    exchange.framing.keep_alive = false;
    return Fail(ErrorCode::TlsRequired, "this address takes https:// only");
  }
  const auto read = parser_.ReadHead(input.View(), exchange.head, exchange.framing);
  if (!read) {
    exchange.framing = {};
    exchange.framing.keep_alive = false;
    return Fail(read.error());
  }
  input.Consume(read->used);
  if (read->progress == Progress::NeedMore) {
    return Progress::NeedMore;
  }
  exchange.head.arrived = now;
  exchange.head.deadline = now;
  exchange.body_complete = !exchange.framing.HasBody();
  ARM_CHECK(FindRoute(exchange));
  if (!exchange.answered) {
    exchange.head.deadline = now + exchange.route->limits().time;
    ARM_CHECK(Admit(exchange));
    ARM_CHECK(CheckBody(exchange));
  }
  return Progress::Done;
}

Result<void> Intake::FindRoute(Exchange& exchange) const {
  const RouteTable& table = site_.shared.parts.table;
  const Target& target = exchange.framing.target;
  RequestHead& head = exchange.head;
  const bool asks_options = head.method == Method::Options;
  const auto route = table.Find(head.method, target.path, head.parameters);
  if (route) {
    exchange.route = *route;
    return DecodeQuery(target.query, site_.shared.options.query_parameters, head.query);
  }
  const bool not_allowed = route.error().code == ErrorCode::MethodNotAllowed;
  if (not_allowed || (asks_options && target.path == "*")) {
    exchange.allow = table.Allow(target.path);
  }
  if (asks_options && !exchange.allow.empty()) {
    exchange.response.status = 204;
    exchange.answered = true;
    return {};
  }
  return Fail(route.error());
}

Result<void> Intake::Admit(Exchange& exchange) const {
  const HttpServer::Parts& parts = site_.shared.parts;
  try {
    ARM_TRY(exchange.admitted, parts.gate.Admit(*exchange.route, exchange.head));
  } catch (const std::exception& thrown) {
    parts.log.Error("the gate threw", {{"request_id", exchange.head.request_id.value},
                                       {"what", std::string_view(thrown.what())}});
    return Fail(ErrorCode::Internal, "the request could not be admitted");
  }
  if (!exchange.admitted && !exchange.route->policy().IsPublic()) {
    parts.log.Error("the gate let nobody in and refused nothing",
                    {{"operation", exchange.route->operation()}});
    return Fail(ErrorCode::PermissionDenied, "nobody was let in");
  }
  return {};
}

Result<void> Intake::CheckBody(const Exchange& exchange) const {
  if (!exchange.framing.HasBody()) {
    return {};
  }
  const std::size_t limit = BodyLimit(site_.shared.options, *exchange.route);
  if (limit == 0) {
    return Fail(ErrorCode::UnexpectedBody, "this route takes no body");
  }
  if (exchange.framing.content_length > limit) {
    return Fail(BodyTooLarge(limit));
  }
  return {};
}

Result<Intake::Progress> Intake::ReadBody(InputBuffer& input, Exchange& exchange) {
  const std::size_t limit = BodyLimit(site_.shared.options, *exchange.route);
  const std::size_t before = exchange.body.size();
  const auto read = parser_.ReadBody(input.View(), limit, exchange.body);
  if (!read) {
    exchange.framing.keep_alive = false;
    return Fail(read.error());
  }
  input.Consume(read->used);
  const std::size_t grown = exchange.body.size() - before;
  exchange.body_bytes += grown;
  exchange.body_complete = read->progress == Progress::Done;
  const bool streams = exchange.route->upload_handler() != nullptr;
  if (!streams && !exchange.reservation.Grow(grown)) {
    return Fail(ErrorCode::Overloaded, "the bodies in memory have reached their limit");
  }
  return read->progress;
}

bool Intake::SkipBody(InputBuffer& input, const Exchange& exchange) const {
  if (exchange.body_complete) {
    return true;
  }
  const Framing& framing = exchange.framing;
  const std::uint64_t left = framing.content_length - exchange.body_bytes;
  if (framing.chunked || !framing.keep_alive || left > input.View().size()) {
    return false;
  }
  input.Consume(left);
  return true;
}

}  // namespace armillary::net
