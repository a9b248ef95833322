#pragma once

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "base/error_code.h"
#include "base/metrics.h"
#include "net/route_table.h"

namespace armillary::net {

// The listener's figures. Thread-safe.
class NetMetrics {
 public:
  // Both must outlive this.
  NetMetrics(MetricsRegistry& registry, const RouteTable& table);

  // `route` is null if none was found.
  void Answered(const Route* route, int status, std::chrono::nanoseconds took);
  // What the listener or the gate refused, and why.
  void Refused(ErrorCode code);

  Gauge& connections() { return connections_; }
  Counter& accepted() { return accepted_; }
  Counter& cut() { return cut_; }

 private:
  struct OfRoute {
    std::array<Counter*, 6> by_class;
    Histogram* seconds;
  };

  OfRoute Register(const std::string& operation);

  MetricsRegistry& registry_;
  Gauge& connections_;
  Counter& accepted_;
  Counter& cut_;
  const Route* first_ = nullptr;
  std::vector<OfRoute> routes_;  // In the order of the table.
  OfRoute no_route_;
};

}  // namespace armillary::net
