#include <benchmark/benchmark.h>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "serving/deployment_index.h"

namespace armillary::serving {
namespace {

DeploymentPtr Entry(std::int64_t number, std::int64_t entry) {
  Deployment deployment;
  deployment.key = {.tenant = {"tenant-" + std::to_string(number)},
                    .environment = {"production"},
                    .model = {"churn"}};
  deployment.entry = entry;
  deployment.live = DeployedVersion{.number = 1, .id = {"version"}, .digest = {}, .size_bytes = 1};
  return std::make_shared<const Deployment>(std::move(deployment));
}

void Fill(DeploymentIndex& index, std::int64_t count) {
  std::vector<DeploymentPtr> all;
  all.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    all.push_back(Entry(i, 1));
  }
  index.PublishAll(std::move(all));
}

// Look-ups in an order that no cache can foresee.
void Find(benchmark::State& state) {
  DeploymentIndex index;
  Fill(index, state.range(0));
  std::mt19937_64 random(1);
  std::vector<std::string> tenants(1 << 16);
  for (std::string& tenant : tenants) {
    tenant = "tenant-" + std::to_string(random() % static_cast<std::uint64_t>(state.range(0)));
  }
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(index.Find(tenants[next++ & 0xFFFFU], "production", "churn"));
  }
}
BENCHMARK(Find)->Arg(100'000)->Arg(1'000'000);

// One change among many.
void Publish(benchmark::State& state) {
  DeploymentIndex index;
  Fill(index, state.range(0));
  std::mt19937_64 random(1);
  std::int64_t entry = 1;
  for (auto _ : state) {
    state.PauseTiming();
    const auto number =
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(state.range(0)));
    auto deployment = Entry(number, ++entry);
    state.ResumeTiming();
    index.Publish(std::move(deployment));
  }
}
BENCHMARK(Publish)->Arg(100'000)->Arg(1'000'000)->Iterations(20'000);

// The first snapshot.
void Snapshot(benchmark::State& state) {
  for (auto _ : state) {
    DeploymentIndex index;
    Fill(index, state.range(0));
    benchmark::DoNotOptimize(index.Size());
  }
}
BENCHMARK(Snapshot)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace armillary::serving

BENCHMARK_MAIN();
