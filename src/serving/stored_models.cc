#include "serving/stored_models.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace armillary::serving {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTrialLimit{1'000};
// What the platform keeps of a model beside its evaluator and its names.
constexpr std::size_t kBytesBeside = 4'096;

enum class Trial { Zeros, Denormals };

// One row of empty strings and of zeros, or of numbers so small that processors are slow with them.
Result<std::vector<inference::Tensor>> TrialRow(std::span<const inference::TensorSpec> specs,
                                                Trial trial) {
  std::vector<inference::Tensor> row;
  for (const inference::TensorSpec& spec : specs) {
    inference::Shape shape = spec.shape;
    for (std::int64_t& dimension : shape) {
      dimension = dimension < 0 ? 1 : dimension;
    }
    ARM_TRY(auto tensor, inference::Tensor::Make(spec.type, std::move(shape)));
    if (trial == Trial::Denormals && spec.type == inference::ElementType::Fp32) {
      std::ranges::fill(tensor.Values<float>(), std::numeric_limits<float>::min() / 8);
    } else if (trial == Trial::Denormals && spec.type == inference::ElementType::Fp64) {
      std::ranges::fill(tensor.Values<double>(), std::numeric_limits<double>::min() / 8);
    }
    row.push_back(std::move(tensor));
  }
  return row;
}

// The best of some runs: what a first one sets up is there. A model that fails is taken as slow.
std::chrono::nanoseconds MeasureRow(const inference::Evaluator& evaluator, Trial trial) {
  const auto row = TrialRow(evaluator.Inputs(), trial);
  std::vector<std::size_t> outputs;
  for (std::size_t i = 0; i < evaluator.Outputs().size(); ++i) {
    outputs.push_back(i);
  }
  std::chrono::nanoseconds best = kTrialLimit;
  for (int turn = 0; row && turn < 3; ++turn) {
    const auto start = steady_clock::now();
    if (!evaluator.Run(*row, outputs, kTrialLimit)) {
      return kTrialLimit;
    }
    best = std::min<std::chrono::nanoseconds>(best, steady_clock::now() - start);
  }
  return best;
}

std::size_t BytesBeside(const inference::OnnxSummary& summary) {
  std::size_t bytes = kBytesBeside;
  for (const auto& [key, value] : summary.metadata) {
    bytes += 4 * (key.size() + value.size());
  }
  for (const auto& specs : {summary.inputs, summary.outputs}) {
    for (const inference::TensorSpec& spec : specs) {
      bytes += 4 * (sizeof(spec) + spec.name.size());
    }
  }
  return bytes;
}

}  // namespace

StoredModels::StoredModels(objects::ObjectStore& store, const keys::KeyRing& keys,
                           inference::EvaluatorFactory& factory, inference::OnnxLimits limits)
    : store_(store), keys_(keys), factory_(factory), limits_(limits) {}

Result<void> StoredModels::Verify(const Deployment& deployment) {
  return keys_.Verify(CanonicalBytes(deployment), deployment.signature);
}

Result<LoadedModel> StoredModels::Load(const Deployment& deployment, const DeployedVersion& version,
                                       const ReserveBytes& reserve) {
  const objects::ObjectName name{.tenant = deployment.key.tenant, .digest = version.digest};
  ARM_TRY(const auto bytes, objects::ReadVerified(store_, name, limits_.file_bytes));
  LoadedModel model;
  model.version = version.id;
  ARM_TRY(model.summary, inference::ReadOnnx(bytes, limits_));
  ARM_TRY(model.signature, inference::ReadSignature(model.summary));
  model.bytes = factory_.BytesFor(model.summary) + BytesBeside(model.summary);
  ARM_CHECK(reserve(model.bytes));
  ARM_TRY(model.evaluator, factory_.Load(bytes, model.summary));
  model.row_cost = std::max(MeasureRow(*model.evaluator, Trial::Zeros),
                            MeasureRow(*model.evaluator, Trial::Denormals));
  return model;
}

}  // namespace armillary::serving
