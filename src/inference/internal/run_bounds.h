#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "base/result.h"
#include "inference/internal/onnx_model.h"
#include "inference/tensor.h"

namespace armillary::inference {

// What a run may take, and what the outputs are like.
struct RunBounds {
  std::size_t most_rows = 0;
  std::size_t bytes_per_row = 0;
  std::size_t string_cells_per_row = 0;
  std::chrono::nanoseconds time_per_row{0};
  std::vector<TensorSpec> outputs;
};

// Follows shapes through the graph. Fails with ModelShapeNotBounded if an input has an open
// dimension beside its first, or one row exceeds the limits already; with ModelInvalid if the graph
// contradicts itself.
Result<RunBounds> BoundRun(const OnnxModel& model, const OnnxLimits& limits);

}  // namespace armillary::inference
