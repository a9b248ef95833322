#pragma once

#include <string_view>

#include "api/internal/json_input.h"
#include "base/result.h"
#include "inference/tensor.h"

namespace armillary::api {

// Where a tensor's values come from: its name and place for messages, and how many bytes the body
// has, which bounds how many values it can have.
struct TensorSource {
  std::string_view name;
  const Place& place;
  std::size_t body_bytes;
};

// The values in `data`, flat or nested as `shape` says. Fails with TensorShapeMismatch,
// TensorTypeMismatch or TensorValueInvalid.
Result<inference::Tensor> ReadTensor(ondemand::array data, inference::ElementType type,
                                     inference::Shape shape, const TensorSource& source);

}  // namespace armillary::api
