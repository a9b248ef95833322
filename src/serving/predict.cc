#include "serving/predict.h"

#include <algorithm>
#include <utility>

#include "inference/binding.h"

namespace armillary::serving {
namespace {

using inference::Tensor;

// What the copies of one request's strings may come to.
constexpr std::size_t kMostText = std::size_t{256} << 20U;

// What each byte of the longest text may cost in every cell of text, beside the cell.
constexpr std::chrono::nanoseconds kTextTime{5};

std::size_t LongestString(const Tensor& tensor) {
  std::size_t longest = 0;
  for (const std::string& each : tensor.Strings()) {
    longest = std::max(longest, each.size());
  }
  return longest;
}

std::size_t RowsOf(std::span<const Tensor> inputs) {
  std::size_t rows = 1;
  for (const Tensor& input : inputs) {
    rows = std::max(rows, input.Rows());
  }
  return rows;
}

// A graph may copy a string many times, so length and copies are bounded together.
Result<void> CheckText(const LoadedModel& model, std::span<const Tensor> inputs) {
  const std::size_t cells = model.summary.string_cells_per_row * RowsOf(inputs);
  std::size_t longest = 0;
  for (const Tensor& input : inputs) {
    longest = std::max(longest, LongestString(input));
  }
  if (longest == 0 || cells <= kMostText / longest) {
    return {};
  }
  return Fail(
      ErrorCode::TensorValueInvalid, "the texts of the request are too long", "inputs",
      "with so many rows, at most " + std::to_string(kMostText / cells) + " bytes in each text");
}

std::vector<inference::NamedTensor> WithNames(std::span<const inference::TensorSpec> specs,
                                              std::span<const std::size_t> positions,
                                              std::vector<Tensor> tensors) {
  std::vector<inference::NamedTensor> named;
  named.reserve(tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    named.push_back({.name = specs[positions[i]].name, .tensor = std::move(tensors[i])});
  }
  return named;
}

}  // namespace

RequestSize SizeOf(std::span<const inference::NamedTensor> inputs) {
  RequestSize size{.rows = 0};
  for (const auto& input : inputs) {
    size.rows = std::max(size.rows, input.tensor.Rows());
    size.longest_text = std::max(size.longest_text, LongestString(input.tensor));
  }
  return size;
}

PredictService::PredictService(const DeploymentIndex& index, ResidentModels& models,
                               Options options)
    : index_(index), models_(models), options_(options) {}

Result<Route> PredictService::Resolve(const PredictTarget& target) const {
  Route route{.deployment = index_.Find(target.tenant, target.environment, target.model)};
  if (route.deployment != nullptr && route.deployment->live) {
    const auto& live = *route.deployment->live;
    const auto& previous = route.deployment->previous;
    if (!target.version || *target.version == live.number) {
      route.version = &live;
    } else if (previous && *target.version == previous->number) {
      route.version = &*previous;
    }
  }
  if (route.version == nullptr) {
    return Fail(ErrorCode::ModelNotDeployed, "the model is not deployed here");
  }
  return route;
}

PinnedModel PredictService::TryPin(const Route& route) const {
  return models_.TryPin(route.deployment, *route.version);
}

Result<PinnedModel> PredictService::Pin(const Route& route) const {
  return models_.Pin(route.deployment, *route.version);
}

bool PredictService::IsQuick(const LoadedModel& model, const RequestSize& size) const {
  if (size.rows > MostRows(model)) {
    return false;
  }
  const auto text =
      kTextTime * static_cast<std::int64_t>(model.summary.string_cells_per_row * size.longest_text);
  const auto row = std::max<std::chrono::nanoseconds>(model.row_cost, model.summary.time_per_row);
  return (row + text) * static_cast<std::int64_t>(size.rows) <= options_.quick;
}

std::size_t PredictService::MostRows(const LoadedModel& model) const {
  return std::min(options_.rows, model.summary.most_rows);
}

Result<std::vector<inference::NamedTensor>> PredictService::Infer(const LoadedModel& model,
                                                                  InferRequest request) const {
  const inference::Evaluator& evaluator = *model.evaluator;
  ARM_TRY(const auto inputs,
          inference::BindInputs(evaluator.Inputs(), std::move(request.inputs), MostRows(model)));
  ARM_TRY(const auto outputs, inference::SelectOutputs(evaluator.Outputs(), request.outputs));
  if (model.signature) {
    ARM_CHECK(inference::CheckFences(*model.signature, inputs));
  }
  ARM_CHECK(CheckText(model, inputs));
  ARM_TRY(auto answers, evaluator.Run(inputs, outputs, options_.time_limit));
  return WithNames(evaluator.Outputs(), outputs, std::move(answers));
}

Result<RecordBatch> PredictService::NewBatch(const LoadedModel& model) const {
  if (!model.signature) {
    return Fail(ErrorCode::RecordsNotSupported, "the model cannot be asked by records");
  }
  return RecordBatch(*model.signature, MostRows(model));
}

Result<RecordAnswers> PredictService::Predict(const LoadedModel& model, RecordBatch batch) const {
  const std::size_t rows = batch.Rows();
  if (!model.signature || rows == 0) {
    return Fail(ErrorCode::TooShort, "there are no records", "records", "at least one record");
  }
  ARM_TRY(const auto inputs, batch.Take());
  ARM_CHECK(CheckText(model, inputs));
  ARM_TRY(auto outputs,
          model.evaluator->Run(inputs, OutputsOf(*model.signature), options_.time_limit));
  return MeaningOf(*model.signature, rows, std::move(outputs));
}

}  // namespace armillary::serving
