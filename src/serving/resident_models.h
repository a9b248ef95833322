#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/id.h"
#include "base/monotonic_clock.h"
#include "base/result.h"
#include "inference/evaluator.h"
#include "inference/onnx_reader.h"
#include "inference/signature.h"
#include "serving/deployment.h"
#include "serving/deployment_feed.h"

namespace armillary::serving {

// A model in memory, ready to answer. Immutable.
struct LoadedModel {
  VersionId version;
  inference::OnnxSummary summary;
  std::optional<inference::Signature> signature;
  std::unique_ptr<const inference::Evaluator> evaluator;
  std::size_t bytes = 0;                   // What the budget counts for it.
  std::chrono::nanoseconds row_cost = {};  // Time of one run with one row, measured at load.
};

// Whoever holds it keeps the model in memory.
using PinnedModel = std::shared_ptr<const LoadedModel>;

// Sets memory aside before it is taken. Fails with MemoryBudgetExceeded.
using ReserveBytes = std::function<Result<void>(std::size_t bytes)>;

// Brings a version's file into memory. Two implementations: from the object store, and a fake.
class ModelSource {
 public:
  virtual ~ModelSource() = default;

  // Fails with SignatureInvalid if the deployment is not what was signed.
  virtual Result<void> Verify(const Deployment& deployment) = 0;

  // The model of a deployment that was verified. Calls `reserve` once, with LoadedModel::bytes,
  // before it takes them. Fails with StorageCorrupt if the file is gone or its hash is another,
  // with ModelLoadFailed if the runtime refuses it, or as `reserve` does.
  virtual Result<LoadedModel> Load(const Deployment& deployment, const DeployedVersion& version,
                                   const ReserveBytes& reserve) = 0;
};

// The models in memory, never more than the budget.
//
// The model that was not asked for the longest leaves first; one in use never does. Any number of
// requests for a model that is not there load it once and share the outcome; a failure is
// remembered for a while, so that a broken model is not read again for each request. Nothing is
// given to a deployment whose signature was not verified. Thread-safe.
class ResidentModels {
 public:
  struct Options {
    std::size_t budget_bytes = std::size_t{1} << 30U;
    std::chrono::milliseconds failure_memory{2'000};
    std::size_t loads_at_once = 2;
  };

  // `source` and `clock` must outlive this.
  ResidentModels(ModelSource& source, const MonotonicClock& clock, Options options);
  ~ResidentModels();

  // The model if it is in memory and verified for this deployment, without waiting; null if not.
  // `version` is part of `deployment`.
  PinnedModel TryPin(const DeploymentPtr& deployment, const DeployedVersion& version);

  // The model, loaded if need be; waits for it. Fails with what ModelSource fails with, or with
  // MemoryBudgetExceeded if what is in use leaves no room.
  Result<PinnedModel> Pin(const DeploymentPtr& deployment, const DeployedVersion& version);

  // What is in memory now, and what happened since the start.
  struct Figures {
    std::size_t models = 0;
    std::size_t bytes = 0;
    std::size_t budget_bytes = 0;
    std::uint64_t loads = 0;     // That succeeded.
    std::uint64_t failures = 0;  // Loads that did not.
    std::uint64_t removals = 0;  // Models that had to make room.
  };
  Figures Count() const;

 private:
  struct Cache;
  struct State;

  Result<PinnedModel> Load(const DeploymentPtr& deployment, const DeployedVersion& version);

  ModelSource& source_;
  const MonotonicClock& clock_;
  const Options options_;
  const std::unique_ptr<State> state_;
};

}  // namespace armillary::serving
