#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/tensor.h"

namespace armillary::inference {

// Puts tensors into the order of `specs`. Fails with UnknownInput, DuplicateInput, MissingInput,
// TensorTypeMismatch or TensorShapeMismatch, naming the input; with TooManyRows beyond `most_rows`;
// with TensorShapeMismatch if the inputs disagree about the number of rows.
Result<std::vector<Tensor>> BindInputs(std::span<const TensorSpec> specs,
                                       std::vector<NamedTensor> tensors, std::size_t most_rows);

// The positions of `names` in `specs`; all of them if `names` is empty. Fails with UnknownOutput
// or DuplicateOutput.
Result<std::vector<std::size_t>> SelectOutputs(std::span<const TensorSpec> specs,
                                               std::span<const std::string> names);

}  // namespace armillary::inference
