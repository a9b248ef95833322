#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "inference/tensor.h"

namespace armillary::inference {

// A committed model file with a request and what the reference answered to it
// (tools/make_test_models.py).
struct ModelFile {
  std::vector<std::byte> bytes;
  std::map<std::string, Tensor> inputs;
  std::map<std::string, Tensor> outputs;
};

// Fails the process if there is no such model.
ModelFile ReadModelFile(const std::string& name);

// Every one of them.
std::vector<std::string> ModelFileNames();

// The largest difference between two tensors of numbers; infinite unless types and shapes are the
// same and strings equal.
double LargestDifference(const Tensor& a, const Tensor& b);

}  // namespace armillary::inference
