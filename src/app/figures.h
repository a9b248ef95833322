#pragma once

#include <string>

#include "app/foundation.h"
#include "app/platform.h"
#include "base/metrics.h"
#include "base/worker_pool.h"

namespace armillary::app {

// The metrics of this process: what its parts count while they work, and what they know of
// themselves when somebody asks. docs/guide/operations.md lists them. Thread-safe.
class Figures {
 public:
  // All must outlive the object.
  Figures(Foundation& foundation, Platform& platform, const WorkerPool& pool);

  // Prometheus text exposition, as of now.
  std::string Render();

 private:
  // What is read from the platform when somebody asks.
  struct Known {
    explicit Known(MetricsRegistry& registry);

    Gauge& models;
    Gauge& model_bytes;
    Gauge& model_budget;
    Counter& loads;
    Counter& failures;
    Counter& removals;
    Gauge& deployments;
    Gauge& tenants;
    Gauge& tokens;
    Gauge& streams;
    Counter& told;
    Counter& resyncs;
    Counter& relayed;
    Gauge& waiting_requests;
    Gauge& waiting_writes;
    Gauge& resident_bytes;
    Gauge& open_files;
  };

  void ReadModels();
  void ReadOthers();

  Foundation& foundation_;
  Platform& platform_;
  const WorkerPool& pool_;
  Known known_;
};

}  // namespace armillary::app
