#include "net/internal/net_metrics.h"

#include <string>

namespace armillary::net {
namespace {

const std::vector<double>& Bounds() {
  static const std::vector<double> bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                          0.025,  0.05,    0.1,    0.25,  1,      5,     30};
  return bounds;
}

}  // namespace

NetMetrics::NetMetrics(MetricsRegistry& registry, const RouteTable& table)
    : registry_(registry),
      connections_(registry.AddGauge("armillary_http_connections", "Open connections.")),
      accepted_(registry.AddCounter("armillary_http_accepted_total", "Connections accepted.")),
      cut_(registry.AddCounter("armillary_http_cut_total",
                               "Answers that could not be sent to their end.")),
      first_(table.Routes().data()),
      no_route_(Register("none")) {
  for (const Route& route : table.Routes()) {
    routes_.push_back(Register(route.operation()));
  }
}

NetMetrics::OfRoute NetMetrics::Register(const std::string& operation) {
  OfRoute of{};
  for (std::size_t i = 1; i < of.by_class.size(); ++i) {
    of.by_class.at(i) = &registry_.AddCounter(
        "armillary_http_requests_total", "Requests answered, by operation and class of status.",
        {{"operation", operation}, {"class", std::to_string(i) + "xx"}});
  }
  of.seconds = &registry_.AddHistogram("armillary_http_request_seconds",
                                       "From a request's head to its answer, by operation.",
                                       Bounds(), {{"operation", operation}});
  return of;
}

void NetMetrics::Answered(const Route* route, int status, std::chrono::nanoseconds took) {
  const OfRoute& of =
      route == nullptr ? no_route_ : routes_.at(static_cast<std::size_t>(route - first_));
  of.by_class.at(static_cast<std::size_t>(status / 100))->Add();
  of.seconds->Observe(static_cast<double>(took.count()) / 1e9);
}

void NetMetrics::Refused(ErrorCode code) {
  registry_
      .AddCounter("armillary_http_refused_total",
                  "Requests that the listener or the gate refused, by error code.",
                  {{"reason", std::string(CodeName(code))}})
      .Add();
}

}  // namespace armillary::net
