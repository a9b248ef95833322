#include <benchmark/benchmark.h>
#include <cstdlib>
#include <malloc.h>
#include <string>
#include <vector>

#include "inference/onnx_reader.h"
#include "inference/onnx_runtime.h"
#include "inference/testing/model_files.h"

namespace armillary::inference {
namespace {

OnnxRuntime& Runtime() {
  static const auto runtime = *OnnxRuntime::Start();
  return *runtime;
}

// Reading a file before the library sees it.
void Read(benchmark::State& state, const std::string& name) {
  const ModelFile file = ReadModelFile(name);
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadOnnx(file.bytes));
  }
}

void Load(benchmark::State& state, const std::string& name) {
  const ModelFile file = ReadModelFile(name);
  const auto summary = ReadOnnx(file.bytes);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Runtime().Load(file.bytes, *summary));
  }
}

// What a thousand of the same model take from the allocator, for each, beside what is counted.
void Memory(benchmark::State& state, const std::string& name) {
  constexpr std::size_t kModels = 1'000;
  const ModelFile file = ReadModelFile(name);
  const auto summary = ReadOnnx(file.bytes);
  for (auto _ : state) {
    std::vector<std::unique_ptr<Evaluator>> models;
    models.reserve(kModels);
    const std::size_t before = mallinfo2().uordblks;
    for (std::size_t i = 0; i < kModels; ++i) {
      models.push_back(*Runtime().Load(file.bytes, *summary));
    }
    const std::size_t after = mallinfo2().uordblks;
    state.counters["bytes_each"] = static_cast<double>((after - before) / kModels);
    state.counters["bytes_counted"] = static_cast<double>(models.front()->MemoryBytes());
  }
}

// One row, or as many as the file's request has.
void Run(benchmark::State& state, const std::string& name) {
  const ModelFile file = ReadModelFile(name);
  const auto summary = ReadOnnx(file.bytes);
  const auto evaluator = *Runtime().Load(file.bytes, *summary);
  std::vector<Tensor> inputs;
  for (const TensorSpec& spec : summary->inputs) {
    inputs.push_back(file.inputs.at(spec.name));
  }
  std::vector<std::size_t> outputs;
  for (std::size_t i = 0; i < summary->outputs.size(); ++i) {
    outputs.push_back(i);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(evaluator->Run(inputs, outputs, std::chrono::seconds(1)));
  }
}

void Register(const std::string& name) {
  benchmark::RegisterBenchmark(("Read/" + name).c_str(), Read, name);
  benchmark::RegisterBenchmark(("Load/" + name).c_str(), Load, name);
  benchmark::RegisterBenchmark(("Run/" + name).c_str(), Run, name);
  benchmark::RegisterBenchmark(("Memory/" + name).c_str(), Memory, name)->Iterations(1);
}

}  // namespace
}  // namespace armillary::inference

// Reads the test models under ARMILLARY_SOURCE.
int main(int argc, char** argv) {
  for (const std::string& name : armillary::inference::ModelFileNames()) {
    armillary::inference::Register(name);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
