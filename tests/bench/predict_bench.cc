#include <benchmark/benchmark.h>
#include <memory>
#include <string>
#include <utility>

#include "base/monotonic_clock.h"
#include "inference/onnx_runtime.h"
#include "inference/testing/model_files.h"
#include "serving/predict.h"

namespace armillary::serving {
namespace {

// Loads one file of the test models, without a store.
class OneFile : public ModelSource {
 public:
  explicit OneFile(const std::string& name) : file_(inference::ReadModelFile(name)) {}

  const inference::ModelFile& File() const { return file_; }
  Result<void> Verify(const Deployment&) override { return {}; }
  Result<LoadedModel> Load(const Deployment&, const DeployedVersion& version,
                           const ReserveBytes& reserve) override {
    LoadedModel model;
    model.version = version.id;
    ARM_TRY(model.summary, inference::ReadOnnx(file_.bytes));
    ARM_TRY(model.signature, inference::ReadSignature(model.summary));
    ARM_CHECK(reserve(runtime_->BytesFor(model.summary)));
    ARM_TRY(model.evaluator, runtime_->Load(file_.bytes, model.summary));
    return model;
  }

 private:
  const inference::ModelFile file_;
  const std::unique_ptr<inference::OnnxRuntime> runtime_ = *inference::OnnxRuntime::Start();
};

// One deployed model that answers.
struct Served {
  explicit Served(const std::string& name) : source(name) {
    Deployment deployment;
    deployment.key = {.tenant = {"acme"}, .environment = {"research"}, .model = {"churn"}};
    deployment.entry = 1;
    deployment.live =
        DeployedVersion{.number = 1, .id = {"version"}, .digest = {}, .size_bytes = 1};
    index.Publish(std::make_shared<const Deployment>(std::move(deployment)));
    model = *service.Pin(*Resolve());
  }

  Result<Route> Resolve() const {
    return service.Resolve({.tenant = "acme", .environment = "research", .model = "churn"});
  }

  OneFile source;
  SteadyClock clock;
  DeploymentIndex index;
  ResidentModels models{source, clock, {}};
  PredictService service{index, models, {}};
  PinnedModel model;
};

// From an address to a pinned model that is in memory.
void ResolveAndPin(benchmark::State& state) {
  const Served served("logistic");
  for (auto _ : state) {
    benchmark::DoNotOptimize(served.service.TryPin(*served.Resolve()));
  }
}
BENCHMARK(ResolveAndPin);

// Ten numbers as a tensor to all outputs.
void Infer(benchmark::State& state) {
  const Served served("logistic");
  const auto row = *inference::Tensor::Make(inference::ElementType::Fp32, {1, 10});
  for (auto _ : state) {
    benchmark::DoNotOptimize(served.service.Infer(
        *served.model, {.inputs = {{.name = "x", .tensor = row}}, .outputs = {}}));
  }
}
BENCHMARK(Infer);

// Records of two numbers and a text, with fences, to labels and probabilities.
void Records(benchmark::State& state) {
  const Served served("churn");
  for (auto _ : state) {
    auto batch = *served.service.NewBatch(*served.model);
    for (std::int64_t row = 0; row < state.range(0); ++row) {
      bool is_right = batch.BeginRow().has_value();
      is_right = is_right && batch.SetNumber(*batch.Find("tenure"), 12.0);
      is_right = is_right && batch.SetNumber(*batch.Find("charges"), 70.5);
      is_right = is_right && batch.SetText(*batch.Find("contract"), "monthly");
      is_right = is_right && batch.EndRow();
      benchmark::DoNotOptimize(is_right);
    }
    benchmark::DoNotOptimize(served.service.Predict(*served.model, std::move(batch)));
  }
}
BENCHMARK(Records)->Arg(1)->Arg(100);

}  // namespace
}  // namespace armillary::serving

BENCHMARK_MAIN();
