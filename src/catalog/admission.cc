#include "catalog/admission.h"

#include <fmt/format.h>
#include <utility>

#include "base/json.h"
#include "inference/signature.h"

namespace armillary::catalog {
namespace {

std::string SpecsJson(std::span<const inference::TensorSpec> specs) {
  boost::json::array list;
  for (const inference::TensorSpec& spec : specs) {
    boost::json::array shape(spec.shape.begin(), spec.shape.end());
    list.push_back({{"name", spec.name},
                    {"datatype", inference::ElementTypeName(spec.type)},
                    {"shape", std::move(shape)}});
  }
  return boost::json::serialize(list);
}

// What is kept in the version's row must stay small enough to be read with it.
Result<void> CheckStoredSize(const Examined& examined) {
  if (examined.inputs_json.size() + examined.outputs_json.size() > kMostTensorText) {
    return Fail(ErrorCode::ModelInvalid,
                "the names and shapes of the inputs and outputs are too long", "body",
                fmt::format("at most {} bytes as JSON", kMostTensorText));
  }
  if (examined.signature_json.size() > kMostSignatureText) {
    return Fail(ErrorCode::ModelSignatureInvalid, "the signature is too long", "body",
                fmt::format("at most {} bytes", kMostSignatureText));
  }
  return {};
}

AdmissionStep Passed(std::string step) { return {std::move(step), "passed", "", ""}; }

AdmissionStep SignatureStep(const std::optional<inference::Signature>& signature) {
  if (signature && !signature->json.empty()) {
    return Passed("signature");
  }
  return {"signature", "skipped", "",
          "the file carries no column signature; its inputs' names and types stand in"};
}

}  // namespace

Result<Examined> Examine(std::span<const std::byte> bytes, const inference::OnnxLimits& limits) {
  ARM_TRY(const auto summary, inference::ReadOnnx(bytes, limits));
  ARM_TRY(const auto signature, inference::ReadSignature(summary));
  Examined examined{
      .guessed_kind = inference::GuessKind(summary),
      .size_class = inference::GuessClass(summary),
      .inputs_json = SpecsJson(summary.inputs),
      .outputs_json = SpecsJson(summary.outputs),
      .signature_json = signature ? signature->json : std::string{},
      .steps = {Passed("structure"), Passed("operators"), Passed("bounds"),
                SignatureStep(signature)},
  };
  ARM_CHECK(CheckStoredSize(examined));
  return examined;
}

}  // namespace armillary::catalog
