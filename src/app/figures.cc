#include "app/figures.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

#include "app/version.h"

namespace armillary::app {
namespace {

std::int64_t Signed(std::size_t count) { return static_cast<std::int64_t>(count); }

// The second number of /proc/self/statm: pages of this process in memory.
std::int64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t all = 0;
  std::int64_t resident = 0;
  file >> all >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t OpenFiles() {
  std::error_code failed;
  const std::filesystem::directory_iterator files("/proc/self/fd", failed);
  return failed ? 0 : std::distance(begin(files), end(files));
}

}  // namespace

Figures::Known::Known(MetricsRegistry& registry)
    : models(registry.AddGauge("armillary_models_loaded", "Models in memory.")),
      model_bytes(registry.AddGauge("armillary_models_bytes", "Memory of the models in it.")),
      model_budget(
          registry.AddGauge("armillary_models_budget_bytes", "What models may occupy at most.")),
      loads(registry.AddCounter("armillary_model_loads_total", "Models brought into memory.")),
      failures(registry.AddCounter("armillary_model_load_failures_total",
                                   "Models that could not be brought into memory.")),
      removals(registry.AddCounter("armillary_model_removals_total",
                                   "Models that left memory to make room for others.")),
      deployments(registry.AddGauge("armillary_deployments", "Deployments this process knows.")),
      tenants(registry.AddGauge("armillary_tenants", "Tenants this process knows.")),
      tokens(registry.AddGauge("armillary_tokens", "Tokens this process knows.")),
      streams(registry.AddGauge("armillary_streams", "Live streams that are open.")),
      told(registry.AddCounter("armillary_stream_events_total",
                               "Changes that were told, once for each stream.")),
      resyncs(registry.AddCounter("armillary_stream_resyncs_total",
                                  "Streams that had missed changes and were told so.")),
      relayed(registry.AddCounter("armillary_events_relayed_total",
                                  "Changes that this process learnt of from the outbox.")),
      waiting_requests(
          registry.AddGauge("armillary_work_waiting", "Requests that wait for a worker thread.")),
      waiting_writes(registry.AddGauge("armillary_database_writes_waiting",
                                       "Changes that wait for the database.")),
      resident_bytes(registry.AddGauge("process_resident_memory_bytes", "Memory of this process.")),
      open_files(registry.AddGauge("process_open_fds", "Open files and connections.")) {}

Figures::Figures(Foundation& foundation, Platform& platform, const WorkerPool& pool)
    : foundation_(foundation), platform_(platform), pool_(pool), known_(foundation.metrics) {
  foundation.metrics
      .AddGauge("armillary_build_info", "Always 1; the labels say what runs.",
                {{"version", std::string(kVersion)}, {"commit", std::string(kCommit)}})
      .Set(1);
  foundation.metrics
      .AddGauge("process_start_time_seconds", "When this process started, since 1970.")
      .Set(std::chrono::floor<std::chrono::seconds>(foundation.clock.Now())
               .time_since_epoch()
               .count());
}

std::string Figures::Render() {
  ReadModels();
  ReadOthers();
  return foundation_.metrics.Render();
}

void Figures::ReadModels() {
  const auto count = platform_.serving.resident.Count();
  known_.models.Set(Signed(count.models));
  known_.model_bytes.Set(Signed(count.bytes));
  known_.model_budget.Set(Signed(count.budget_bytes));
  known_.loads.Follow(count.loads);
  known_.failures.Follow(count.failures);
  known_.removals.Follow(count.removals);
}

void Figures::ReadOthers() {
  const auto sizes = platform_.tenancy.directory.Count();
  known_.tenants.Set(Signed(sizes.tenants));
  known_.tokens.Set(Signed(sizes.tokens));
  known_.deployments.Set(Signed(platform_.serving.index.Size()));
  const auto streams = platform_.events.streams.Count();
  known_.streams.Set(Signed(streams.open));
  known_.told.Follow(streams.told);
  known_.resyncs.Follow(streams.resyncs);
  known_.relayed.Follow(platform_.events.log.Taken());
  known_.waiting_requests.Set(Signed(pool_.Queued()));
  known_.waiting_writes.Set(Signed(foundation_.database->WaitingWrites()));
  known_.resident_bytes.Set(ResidentBytes());
  known_.open_files.Set(OpenFiles());
}

}  // namespace armillary::app
