#include <string>
#include <string_view>
#include <unordered_set>

#include "inference/internal/message.h"
#include "inference/internal/onnx_model.h"

namespace armillary::inference {
namespace {

using Names = std::unordered_set<std::string_view>;

// Files of the oldest form list their initialisers among the inputs too.
Result<Names> NamesAtStart(const OnnxGraph& graph) {
  Names inputs;
  for (const OnnxValue& input : graph.inputs) {
    if (!inputs.insert(input.spec.name).second) {
      return Broken("graph.input", "'" + input.spec.name + "' is there twice");
    }
  }
  Names initialisers;
  for (const OnnxTensor& tensor : graph.initialisers) {
    if (!initialisers.insert(tensor.name).second) {
      return Broken("graph.initializer", "'" + std::string(tensor.name) + "' is there twice");
    }
  }
  inputs.merge(initialisers);
  return inputs;
}

Result<void> CheckNode(const OnnxNode& node, Names& made) {
  for (const std::string_view input : node.inputs) {
    if (!input.empty() && !made.contains(input)) {
      return Broken(node.where, "'" + std::string(input) +
                                    "' is used before it is made: there is a cycle, a wrong order "
                                    "or a missing value");
    }
  }
  for (const std::string_view output : node.outputs) {
    if (!output.empty() && !made.insert(output).second) {
      return Broken(node.where, "'" + std::string(output) + "' is made twice");
    }
  }
  return {};
}

}  // namespace

Result<void> CheckTopology(const OnnxGraph& graph) {
  ARM_TRY(Names made, NamesAtStart(graph));
  for (const OnnxNode& node : graph.nodes) {
    ARM_CHECK(CheckNode(node, made));
  }
  Names outputs;
  for (const OnnxValue& output : graph.outputs) {
    if (!made.contains(output.spec.name)) {
      return Broken("graph.output", "'" + output.spec.name + "' is never made");
    }
    if (!outputs.insert(output.spec.name).second) {
      return Broken("graph.output", "'" + output.spec.name + "' is there twice");
    }
  }
  return {};
}

}  // namespace armillary::inference
