#include "inference/binding.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace armillary::inference {
namespace {

std::string InputNames(std::span<const NamedTensor> tensors) {
  std::string names;
  for (const NamedTensor& tensor : tensors) {
    names += (names.empty() ? "" : ",") + tensor.name;
  }
  return "[" + names + "]";
}

// The position of `name`, tried first where the caller most likely means it.
std::optional<std::size_t> PositionOf(std::span<const TensorSpec> specs, std::string_view name,
                                      std::size_t likely) {
  if (likely < specs.size() && specs[likely].name == name) {
    return likely;
  }
  const auto found = std::ranges::find(specs, name, &TensorSpec::name);
  if (found == specs.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - specs.begin());
}

Result<void> CheckType(const TensorSpec& spec, const Tensor& tensor) {
  if (tensor.Type() == spec.type) {
    return {};
  }
  return Fail(ErrorCode::TensorTypeMismatch,
              "unexpected datatype for input '" + spec.name + "'. Expected " +
                  std::string(ElementTypeName(spec.type)) + ", got " +
                  std::string(ElementTypeName(tensor.Type())),
              spec.name, std::string(ElementTypeName(spec.type)));
}

Result<void> CheckShape(const TensorSpec& spec, const Tensor& tensor) {
  const Shape& shape = tensor.Dimensions();
  bool fits = shape.size() == spec.shape.size() && tensor.Count() != 0;
  for (std::size_t i = 0; fits && i < shape.size(); ++i) {
    fits = spec.shape[i] < 0 || spec.shape[i] == shape[i];
  }
  if (fits) {
    return {};
  }
  return Fail(ErrorCode::TensorShapeMismatch,
              "unexpected shape for input '" + spec.name + "'. Expected " + ShapeText(spec.shape) +
                  ", got " + ShapeText(shape),
              spec.name, ShapeText(spec.shape));
}

Result<void> CheckRows(const TensorSpec& spec, const Tensor& tensor,
                       std::optional<std::size_t>& rows, std::size_t most_rows) {
  if (spec.shape.empty() || spec.shape.front() >= 0) {
    return {};
  }
  if (tensor.Rows() > most_rows) {
    return Fail(ErrorCode::TooManyRows,
                "the request has " + std::to_string(tensor.Rows()) + " rows, the model takes " +
                    std::to_string(most_rows),
                spec.name, "at most " + std::to_string(most_rows) + " rows");
  }
  if (rows.value_or(tensor.Rows()) != tensor.Rows()) {
    return Fail(ErrorCode::TensorShapeMismatch,
                "the input '" + spec.name + "' has " + std::to_string(tensor.Rows()) +
                    " rows, the one before it " + std::to_string(*rows),
                spec.name, "the same number of rows in every input");
  }
  rows = tensor.Rows();
  return {};
}

Result<void> CheckAllThere(std::span<const TensorSpec> specs,
                           std::span<const NamedTensor> tensors) {
  if (tensors.size() == specs.size()) {
    return {};
  }
  std::string missing;
  for (const TensorSpec& spec : specs) {
    if (std::ranges::find(tensors, spec.name, &NamedTensor::name) == tensors.end()) {
      missing += (missing.empty() ? "" : ",") + spec.name;
    }
  }
  return Fail(ErrorCode::MissingInput,
              "expected " + std::to_string(specs.size()) + " inputs but got " +
                  std::to_string(tensors.size()) + " inputs. Got input(s) " + InputNames(tensors) +
                  ", but missing required input(s) [" + missing + "]",
              missing);
}

}  // namespace

Result<std::vector<Tensor>> BindInputs(std::span<const TensorSpec> specs,
                                       std::vector<NamedTensor> tensors, std::size_t most_rows) {
  std::vector<std::size_t> positions;
  std::vector<bool> taken(specs.size());
  std::optional<std::size_t> rows;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const auto position = PositionOf(specs, tensors[i].name, i);
    if (!position) {
      return Fail(ErrorCode::UnknownInput, "the model has no input '" + tensors[i].name + "'",
                  tensors[i].name);
    }
    if (taken[*position]) {
      return Fail(ErrorCode::DuplicateInput, "the input '" + tensors[i].name + "' was sent twice",
                  tensors[i].name);
    }
    taken[*position] = true;
    const TensorSpec& spec = specs[*position];
    ARM_CHECK(CheckType(spec, tensors[i].tensor));
    ARM_CHECK(CheckShape(spec, tensors[i].tensor));
    ARM_CHECK(CheckRows(spec, tensors[i].tensor, rows, most_rows));
    positions.push_back(*position);
  }
  ARM_CHECK(CheckAllThere(specs, tensors));
  std::vector<Tensor> bound(specs.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    bound[positions[i]] = std::move(tensors[i].tensor);
  }
  return bound;
}

Result<std::vector<std::size_t>> SelectOutputs(std::span<const TensorSpec> specs,
                                               std::span<const std::string> names) {
  std::vector<std::size_t> positions;
  if (names.empty()) {
    for (std::size_t i = 0; i < specs.size(); ++i) {
      positions.push_back(i);
    }
    return positions;
  }
  for (const std::string& name : names) {
    const auto position = PositionOf(specs, name, positions.size());
    if (!position) {
      return Fail(ErrorCode::UnknownOutput, "the model has no output '" + name + "'", name);
    }
    if (std::ranges::find(positions, *position) != positions.end()) {
      return Fail(ErrorCode::DuplicateOutput, "the output '" + name + "' was asked for twice",
                  name);
    }
    positions.push_back(*position);
  }
  return positions;
}

}  // namespace armillary::inference
