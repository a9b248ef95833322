#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/model.h"
#include "inference/model_class.h"
#include "inference/onnx_reader.h"

namespace armillary::catalog {

// What admission found in the bytes of a version.
struct Examined {
  inference::ModelKind guessed_kind = inference::ModelKind::Tabular;
  inference::SizeClass size_class = inference::SizeClass::Small;
  std::string inputs_json;
  std::string outputs_json;
  std::string signature_json;
  std::vector<AdmissionStep> steps;
};

// What may be stored of a version's inputs and outputs together, and of its signature.
inline constexpr std::size_t kMostTensorText = std::size_t{1} << 20U;
inline constexpr std::size_t kMostSignatureText = std::size_t{1} << 20U;

// The steps of admission that need nothing but the bytes: structure, operators, bounds, signature.
// A pure function. Fails with what the first step that refuses fails with, or with ModelInvalid or
// ModelSignatureInvalid where more than the above would be stored.
Result<Examined> Examine(std::span<const std::byte> bytes, const inference::OnnxLimits& limits);

}  // namespace armillary::catalog
