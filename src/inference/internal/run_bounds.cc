#include "inference/internal/run_bounds.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "inference/internal/extents.h"
#include "inference/internal/message.h"

namespace armillary::inference {
namespace {

using Extents = std::unordered_map<std::string_view, Extent>;

struct RunCost {
  std::uint64_t bytes = 0;
  std::uint64_t nanoseconds = 0;
  std::uint64_t string_cells = 0;

  void Add(const Extent& extent) {
    bytes = BoundedSum(bytes, extent.Bytes());
    string_cells = BoundedSum(string_cells, extent.IsText() ? extent.elements : 0);
  }
};

Result<Extent> InputExtent(const OnnxValue& input, std::uint64_t rows) {
  const auto open = [&](const std::string& what) {
    return Fail(ErrorCode::ModelShapeNotBounded, "the input '" + input.spec.name + "' has " + what,
                input.spec.name, "only the first dimension may be open");
  };
  if (!input.has_shape) {
    return open("no shape");
  }
  Shape shape = input.spec.shape;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] < 0 && i > 0) {
      return open("an open dimension beside its first");
    }
    shape[i] = shape[i] < 0 ? static_cast<std::int64_t>(rows) : shape[i];
  }
  return Extent::Of(input.spec.type, std::move(shape));
}

// Extents at the start of a run: constants first, which shadow inputs of the same name.
Result<Extents> Start(const OnnxGraph& graph, std::uint64_t rows, RunCost& cost) {
  Extents extents;
  for (const OnnxTensor& tensor : graph.initialisers) {
    Extent extent = Extent::Of(tensor.type, tensor.shape);
    extent.constant = &tensor;
    extent.element_bytes += tensor.longest_string;
    extents.emplace(tensor.name, std::move(extent));
  }
  for (const OnnxValue& input : graph.inputs) {
    if (extents.contains(input.spec.name)) {
      continue;
    }
    ARM_TRY(Extent extent, InputExtent(input, rows));
    cost.Add(extent);
    extents.emplace(input.spec.name, std::move(extent));
  }
  return extents;
}

Result<void> Step(const OnnxNode& node, Extents& extents, RunCost& cost) {
  std::vector<const Extent*> inputs;
  inputs.reserve(node.inputs.size());
  for (const std::string_view name : node.inputs) {
    inputs.push_back(name.empty() ? nullptr : &extents.at(name));
  }
  ARM_TRY(Effect effect, EffectOf({.node = node, .inputs = inputs}));
  if (node.outputs.size() > effect.outputs.size()) {
    return Broken(node.where, "it has more outputs than its operator");
  }
  cost.nanoseconds = BoundedSum(cost.nanoseconds, BoundedSum(effect.cost, 100));
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    cost.Add(effect.outputs[i]);
    extents.emplace(node.outputs[i], std::move(effect.outputs[i]));
  }
  return {};
}

Result<RunCost> Follow(const OnnxGraph& graph, std::uint64_t rows, Extents& extents) {
  RunCost cost;
  ARM_TRY(extents, Start(graph, rows, cost));
  for (const OnnxNode& node : graph.nodes) {
    ARM_CHECK(Step(node, extents, cost));
  }
  return cost;
}

// Follows the graph until a limit is passed.
Result<bool> Fits(const OnnxGraph& graph, std::uint64_t rows, const OnnxLimits& limits) {
  RunCost cost;
  const auto fits = [&] {
    return cost.bytes <= limits.run_bytes &&
           cost.nanoseconds <= static_cast<std::uint64_t>(limits.run_time.count());
  };
  ARM_TRY(Extents extents, Start(graph, rows, cost));
  for (auto node = graph.nodes.begin(); fits() && node != graph.nodes.end(); ++node) {
    ARM_CHECK(Step(*node, extents, cost));
  }
  return fits();
}

Result<std::uint64_t> MostRows(const OnnxGraph& graph, const OnnxLimits& limits) {
  ARM_TRY(const bool all_fit, Fits(graph, limits.rows, limits));
  if (all_fit) {
    return limits.rows;
  }
  std::uint64_t fits = 0;
  std::uint64_t exceeds = limits.rows;
  while (exceeds - fits > 1) {
    const std::uint64_t middle = fits + (exceeds - fits) / 2;
    ARM_TRY(const bool middle_fits, Fits(graph, middle, limits));
    (middle_fits ? fits : exceeds) = middle;
  }
  if (fits == 0) {
    return Fail(ErrorCode::ModelShapeNotBounded,
                "one row may take more memory or time than one request has", "graph",
                "at most " + std::to_string(limits.run_bytes) + " bytes in all tensors of a run");
  }
  return fits;
}

// The shape that is the same for two numbers of rows, with -1 where it is not.
TensorSpec Generalise(const OnnxValue& declared, const Extent& two, const Extent& three) {
  TensorSpec spec = declared.spec;
  if (!two.shape || !three.shape || two.shape->size() != three.shape->size()) {
    if (!declared.has_shape) {
      spec.shape = {-1};
    }
    return spec;
  }
  spec.shape = *two.shape;
  for (std::size_t i = 0; i < spec.shape.size(); ++i) {
    spec.shape[i] = (*two.shape)[i] == (*three.shape)[i] ? spec.shape[i] : -1;
  }
  return spec;
}

Result<std::vector<TensorSpec>> OutputSpecs(const OnnxGraph& graph) {
  Extents two;
  Extents three;
  ARM_CHECK(Follow(graph, 2, two));
  ARM_CHECK(Follow(graph, 3, three));
  std::vector<TensorSpec> specs;
  for (const OnnxValue& output : graph.outputs) {
    specs.push_back(Generalise(output, two.at(output.spec.name), three.at(output.spec.name)));
  }
  return specs;
}

}  // namespace

Result<RunBounds> BoundRun(const OnnxModel& model, const OnnxLimits& limits) {
  RunBounds bounds;
  ARM_TRY(const std::uint64_t rows, MostRows(model.graph, limits));
  bounds.most_rows = static_cast<std::size_t>(rows);
  Extents extents;
  ARM_TRY(const RunCost cost, Follow(model.graph, rows, extents));
  bounds.bytes_per_row = static_cast<std::size_t>(cost.bytes / rows + 1);
  bounds.string_cells_per_row = static_cast<std::size_t>((cost.string_cells + rows - 1) / rows);
  // A single row pays alone for what does not depend on the rows.
  Extents of_one;
  ARM_TRY(const RunCost one, Follow(model.graph, 1, of_one));
  bounds.time_per_row =
      std::chrono::nanoseconds(std::max(one.nanoseconds, cost.nanoseconds / rows + 1));
  ARM_TRY(bounds.outputs, OutputSpecs(model.graph));
  return bounds;
}

}  // namespace armillary::inference
