#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "inference/onnx_reader.h"

namespace armillary::inference {

// What a model is.
enum class ModelKind : std::uint8_t {
  Tabular,
  Text,
  Sequence,
  Transformer,
  ImageClassification,
  ObjectDetection,
  Ocr,
};

// As people write it: image-classification.
std::string_view KindName(ModelKind kind);
std::optional<ModelKind> ParseKind(std::string_view name);

// What a model costs to keep and to run.
enum class SizeClass : std::uint8_t { Small, Medium, Large };

std::string_view ClassName(SizeClass size);

// First guesses, from the structure alone; admission measures later.
ModelKind GuessKind(const OnnxSummary& summary);
SizeClass GuessClass(const OnnxSummary& summary);

}  // namespace armillary::inference
