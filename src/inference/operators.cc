#include "inference/operators.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace armillary::inference {
namespace {

constexpr std::string_view kMl = "ai.onnx.ml";

constexpr std::array kAllowed = std::to_array<AllowedOperator>({
    {"", "Add"},
    {"", "ArgMax"},
    {"", "ArgMin"},
    {"", "Cast"},
    {"", "Concat"},
    {"", "Div"},
    {"", "Equal"},
    {"", "Exp"},
    {"", "Flatten"},
    {"", "Gather"},
    {"", "Gemm"},
    {"", "Greater"},
    {"", "Identity"},
    {"", "Less"},
    {"", "Log"},
    {"", "MatMul"},
    {"", "Max"},
    {"", "Mul"},
    {"", "Neg"},
    {"", "Pow"},
    {"", "ReduceLogSumExp"},
    {"", "ReduceSum"},
    {"", "ReduceSumSquare"},
    {"", "Relu"},
    {"", "Reshape"},
    {"", "Sigmoid"},
    {"", "Sqrt"},
    {"", "StringNormalizer"},
    {"", "Sub"},
    {"", "Sum"},
    {"", "TfIdfVectorizer"},
    {"", "TopK"},
    {"", "Transpose"},
    {kMl, "ArrayFeatureExtractor"},
    {kMl, "Imputer"},
    {kMl, "LabelEncoder"},
    {kMl, "LinearClassifier"},
    {kMl, "LinearRegressor"},
    {kMl, "Normalizer"},
    {kMl, "OneHotEncoder"},
    {kMl, "SVMClassifier"},
    {kMl, "Scaler"},
    {kMl, "TreeEnsembleClassifier"},
    {kMl, "TreeEnsembleRegressor"},
});

struct KnownDomain {
  std::string_view name;
  std::int64_t oldest;
  std::int64_t newest;
};

constexpr std::array kDomains = std::to_array<KnownDomain>({
    {"", 7, 26},
    {kMl, 1, 5},
    {"com.microsoft", 1, 1},
});

std::string NextStepFor(std::string_view type) {
  if (type == "ZipMap") {
    return "Export the model with the option `zipmap: False`, so that probabilities are a tensor.";
  }
  if (type == "Tokenizer") {
    return "Give the text step a token pattern of ASCII letters, so that no tokenizer is needed.";
  }
  return "Export the model without " + std::string(type) +
         "; the guide lists the operators that are allowed.";
}

}  // namespace

std::span<const AllowedOperator> AllowedOperators() { return kAllowed; }

Result<void> CheckOperator(std::string_view domain, std::string_view type) {
  const bool is_allowed = std::ranges::any_of(kAllowed, [&](const AllowedOperator& allowed) {
    return allowed.type == type && allowed.domain == domain;
  });
  if (is_allowed) {
    return {};
  }
  const std::string name =
      (domain.empty() ? "ai.onnx" : std::string(domain)) + ":" + std::string(type);
  return Fail(Error{.code = ErrorCode::ModelOperatorNotAllowed,
                    .message = "the operator " + name + " is not allowed",
                    .field = name,
                    .rule = "one of the operators for tabular and text models",
                    .next_step = NextStepFor(type)});
}

Result<void> CheckOpset(std::string_view domain, std::int64_t version) {
  const auto* known = std::ranges::find(kDomains, domain, &KnownDomain::name);
  const std::string name = domain.empty() ? "ai.onnx" : std::string(domain);
  if (known == kDomains.end()) {
    return Fail(ErrorCode::ModelInvalid, "the operator set " + name + " is not known",
                "opset_import", "ai.onnx and ai.onnx.ml");
  }
  if (version < known->oldest || version > known->newest) {
    return Fail(
        ErrorCode::ModelInvalid,
        "version " + std::to_string(version) + " of the operator set " + name + " is not supported",
        "opset_import",
        "between " + std::to_string(known->oldest) + " and " + std::to_string(known->newest));
  }
  return {};
}

}  // namespace armillary::inference
