#include "inference/onnx_reader.h"

#include <string_view>
#include <unordered_set>
#include <utility>

#include "inference/internal/onnx_model.h"
#include "inference/internal/run_bounds.h"
#include "inference/operators.h"

namespace armillary::inference {
namespace {

Result<void> CheckOperators(const OnnxModel& model) {
  for (const OnnxNode& node : model.graph.nodes) {
    ARM_CHECK(CheckOperator(node.domain, node.type));
    if (model.OpsetOf(node.domain) == 0) {
      return Fail(ErrorCode::ModelInvalid, node.where + ": its operator set is not imported",
                  node.where, "every operator set that is used is imported");
    }
  }
  return {};
}

std::vector<OnnxOperator> CountOperators(const OnnxGraph& graph) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> counts;
  for (const OnnxNode& node : graph.nodes) {
    ++counts[{node.domain, node.type}];
  }
  std::vector<OnnxOperator> operators;
  for (const auto& [name, count] : counts) {
    operators.push_back(
        {.domain = std::string(name.first), .type = std::string(name.second), .count = count});
  }
  return operators;
}

std::size_t WeightOf(const OnnxTensor& tensor) {
  const std::size_t size = ElementSize(tensor.type);
  return size != 0 ? tensor.count * size : tensor.count * sizeof(std::string) + tensor.string_bytes;
}

std::size_t WeightOf(const OnnxAttribute& attribute) {
  std::size_t bytes = attribute.floats * sizeof(float) +
                      attribute.integers.size() * sizeof(std::int64_t) +
                      attribute.texts.size() * sizeof(std::string);
  for (const std::string_view text : attribute.texts) {
    bytes += text.size();
  }
  return bytes + (attribute.tensor ? WeightOf(*attribute.tensor) : 0);
}

std::size_t InitialiserBytes(const OnnxGraph& graph) {
  std::size_t bytes = 0;
  for (const OnnxTensor& tensor : graph.initialisers) {
    bytes += WeightOf(tensor);
  }
  return bytes;
}

std::size_t AttributeBytes(const OnnxGraph& graph) {
  std::size_t bytes = 0;
  for (const OnnxNode& node : graph.nodes) {
    for (const OnnxAttribute& attribute : node.attributes) {
      bytes += WeightOf(attribute);
    }
  }
  return bytes;
}

// Files of the oldest form list their initialisers among the inputs.
Result<std::vector<TensorSpec>> RealInputs(const OnnxModel& model, const OnnxLimits& limits) {
  std::unordered_set<std::string_view> constants;
  for (const OnnxTensor& tensor : model.graph.initialisers) {
    constants.insert(tensor.name);
  }
  std::vector<TensorSpec> inputs;
  for (const OnnxValue& input : model.graph.inputs) {
    if (!constants.contains(input.spec.name)) {
      inputs.push_back(input.spec);
    }
  }
  if (inputs.empty()) {
    return Fail(ErrorCode::ModelInvalid, "graph.input: the model has no input", "graph.input");
  }
  return inputs.size() > limits.inputs ? OverLimit("inputs", limits.inputs)
                                       : Result<std::vector<TensorSpec>>(std::move(inputs));
}

}  // namespace

Result<OnnxSummary> ReadOnnx(std::span<const std::byte> bytes, const OnnxLimits& limits) {
  if (bytes.size() > limits.file_bytes) {
    return OverLimit("bytes", limits.file_bytes);
  }
  ParseBudget budget{.limits = limits};
  ARM_TRY(OnnxModel model, ParseModel(bytes, budget));
  ARM_CHECK(CheckOperators(model));
  ARM_CHECK(CheckTopology(model.graph));
  for (OnnxNode& node : model.graph.nodes) {
    ARM_CHECK(CheckAttributes(node, limits));
  }
  ARM_TRY(std::vector<TensorSpec> inputs, RealInputs(model, limits));
  ARM_TRY(RunBounds bounds, BoundRun(model, limits));
  const std::size_t attribute_bytes = AttributeBytes(model.graph);
  return OnnxSummary{.ir_version = model.ir_version,
                     .opsets = model.opsets,
                     .producer = std::string(model.producer),
                     .metadata = std::move(model.metadata),
                     .inputs = std::move(inputs),
                     .outputs = std::move(bounds.outputs),
                     .operators = CountOperators(model.graph),
                     .nodes = model.graph.nodes.size(),
                     .file_bytes = bytes.size(),
                     .weight_bytes = InitialiserBytes(model.graph) + attribute_bytes,
                     .attribute_bytes = attribute_bytes,
                     .bytes_per_row = bounds.bytes_per_row,
                     .string_cells_per_row = bounds.string_cells_per_row,
                     .time_per_row = bounds.time_per_row,
                     .most_rows = bounds.most_rows};
}

}  // namespace armillary::inference
