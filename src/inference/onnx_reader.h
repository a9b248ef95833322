#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/tensor.h"

namespace armillary::inference {

// Bounds of a model file, all checked before the library that runs it sees a byte.
struct OnnxLimits {
  std::size_t file_bytes = std::size_t{64} << 20U;
  std::size_t nodes = 10'000;
  std::size_t initialisers = 10'000;
  std::size_t attributes_per_node = 256;
  std::size_t edges_per_node = 4'096;  // Inputs and outputs each.
  std::size_t node_parts = 100'000;    // Inputs, outputs and attributes of all nodes together.
  std::size_t name_bytes = 1'024;
  std::size_t metadata_bytes = std::size_t{1} << 20U;
  std::size_t inputs = 4'096;
  std::size_t outputs = 64;
  std::size_t tree_depth = 4'096;
  // What all tensors of one run may occupy together, and about how long it may take: both bound the
  // rows of a request.
  std::size_t run_bytes = std::size_t{256} << 20U;
  std::chrono::nanoseconds run_time{2'000'000'000};
  std::size_t rows = 10'000;
};

struct OnnxOpset {
  std::string domain;  // Empty: ai.onnx.
  std::int64_t version;
};

struct OnnxOperator {
  std::string domain;
  std::string type;
  std::size_t count;
};

// What a model file says of itself, every part of it checked.
struct OnnxSummary {
  std::int64_t ir_version = 0;
  std::vector<OnnxOpset> opsets;
  std::string producer;
  std::map<std::string, std::string> metadata;
  std::vector<TensorSpec> inputs;  // Without those that are initialisers.
  std::vector<TensorSpec> outputs;
  std::vector<OnnxOperator> operators;  // By domain and type.
  std::size_t nodes = 0;
  std::size_t file_bytes = 0;
  std::size_t weight_bytes = 0;  // Of all initialisers and attributes, as plain arrays in memory.
  std::size_t attribute_bytes = 0;  // The attributes' part of it.
  std::size_t bytes_per_row = 0;    // Bound of what one row takes in all tensors of a run.
  // Bound of the strings in all tensors of a run for each row; each may be as long as the longest
  // in the request.
  std::size_t string_cells_per_row = 0;
  std::chrono::nanoseconds time_per_row{0};  // A rough bound, also of a request of one row.
  std::size_t most_rows = 0;                 // Rows of one request that stay within OnnxLimits.
};

// Reads an ONNX file without building it: refuses what the runtime could not load safely.
//
// Fails with ModelTooLarge, naming the limit; ModelInvalid, naming what is broken and where;
// ModelExternalData; ModelOperatorNotAllowed (also for subgraphs and local functions);
// ModelShapeNotBounded if a tensor may grow beyond the limits with one row already.
Result<OnnxSummary> ReadOnnx(std::span<const std::byte> bytes, const OnnxLimits& limits = {});

}  // namespace armillary::inference
