#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "inference/onnx_reader.h"
#include "inference/tensor.h"

namespace armillary::inference {

// One loaded model that answers. Thread-safe.
class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // The graph's inputs and outputs, in the graph's order.
  virtual std::span<const TensorSpec> Inputs() const = 0;
  virtual std::span<const TensorSpec> Outputs() const = 0;

  // `inputs` are one tensor for each of Inputs(), in that order, as BindInputs gives them;
  // `outputs` are positions in Outputs(), and the answer has them in the same order. Runs on the
  // caller's thread. Fails with PredictionFailed, or with Timeout once `time_limit` has passed.
  virtual Result<std::vector<Tensor>> Run(std::span<const Tensor> inputs,
                                          std::span<const std::size_t> outputs,
                                          std::chrono::milliseconds time_limit) const = 0;

  // What the model occupies, for the memory budget: an estimate on the safe side.
  virtual std::size_t MemoryBytes() const = 0;
};

// Makes evaluators from model files. Thread-safe.
class EvaluatorFactory {
 public:
  virtual ~EvaluatorFactory() = default;

  // Evaluator::MemoryBytes of what Load will give, so that room can be made first.
  virtual std::size_t BytesFor(const OnnxSummary& summary) const = 0;

  // `bytes` are those that ReadOnnx summarised; they may go once this returns. Fails with
  // ModelLoadFailed.
  virtual Result<std::unique_ptr<Evaluator>> Load(std::span<const std::byte> bytes,
                                                  const OnnxSummary& summary) = 0;
};

}  // namespace armillary::inference
