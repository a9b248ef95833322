#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "inference/onnx_reader.h"
#include "inference/signature.h"

namespace armillary::inference {

std::optional<ColumnType> ParseColumnType(std::string_view name);

// Reads contract/signature.schema.json's form and holds it to the graph. Fails with
// ModelSignatureInvalid, naming the place.
Result<Signature> ParseSignature(const std::string& text, const OnnxSummary& summary);

}  // namespace armillary::inference
