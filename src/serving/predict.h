#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inference/tensor.h"
#include "serving/deployment.h"
#include "serving/deployment_index.h"
#include "serving/records.h"
#include "serving/resident_models.h"

namespace armillary::serving {

// The address of a prediction, after the caller's right to it was checked.
struct PredictTarget {
  std::string_view tenant;  // Its id.
  std::string_view environment;
  std::string_view model;
  std::optional<std::int64_t> version = {};  // None: the live one.
};

// The version that answers an address.
struct Route {
  DeploymentPtr deployment;
  const DeployedVersion* version = nullptr;  // Part of `deployment`.
};

struct InferRequest {
  std::vector<inference::NamedTensor> inputs;
  std::vector<std::string> outputs;  // Empty: all.
};

// What a request asks of a model.
struct RequestSize {
  std::size_t rows = 1;
  std::size_t longest_text = 0;
};

RequestSize SizeOf(std::span<const inference::NamedTensor> inputs);

// Answers predictions. Thread-safe.
//
// A caller resolves the address, pins the model (on its own thread if TryPin gives it, on a pool's
// if Pin must load), and runs it.
class PredictService {
 public:
  struct Options {
    std::size_t rows = 10'000;  // Of one request, if the model allows as many.
    std::chrono::milliseconds time_limit{10'000};
    std::chrono::microseconds quick{50};
  };

  // Both must outlive the service.
  PredictService(const DeploymentIndex& index, ResidentModels& models, Options options);

  // Fails with ModelNotDeployed if nothing is live there, or `version` is neither live nor the warm
  // previous one. The answer is the same whether the model exists or not.
  Result<Route> Resolve(const PredictTarget& target) const;

  PinnedModel TryPin(const Route& route) const;
  Result<PinnedModel> Pin(const Route& route) const;

  // Whether such a request is answered so fast that another thread would cost more, whatever its
  // values are: measured at load, and bounded by the structure of the model.
  bool IsQuick(const LoadedModel& model, const RequestSize& size) const;

  // How many rows a request to this model may have.
  std::size_t MostRows(const LoadedModel& model) const;

  // The tensor form. Fails as BindInputs, SelectOutputs, CheckFences and Evaluator::Run.
  Result<std::vector<inference::NamedTensor>> Infer(const LoadedModel& model,
                                                    InferRequest request) const;

  // The records form: a batch to fill (fails with RecordsNotSupported), then its answers. The
  // model must stay pinned while batch and answers are in use.
  Result<RecordBatch> NewBatch(const LoadedModel& model) const;
  Result<RecordAnswers> Predict(const LoadedModel& model, RecordBatch batch) const;

 private:
  const DeploymentIndex& index_;
  ResidentModels& models_;
  const Options options_;
};

}  // namespace armillary::serving
