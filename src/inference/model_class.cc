#include "inference/model_class.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace armillary::inference {
namespace {

constexpr std::array<std::string_view, 7> kKinds = {
    "tabular",          "text", "sequence", "transformer", "image-classification",
    "object-detection", "ocr"};
constexpr std::array<std::string_view, 3> kClasses = {"small", "medium", "large"};

constexpr std::size_t kSmallBytes = std::size_t{1} << 20U;
constexpr std::size_t kMediumBytes = std::size_t{32} << 20U;

}  // namespace

std::string_view KindName(ModelKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

std::optional<ModelKind> ParseKind(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) {
    return std::nullopt;
  }
  return static_cast<ModelKind>(found - kKinds.begin());
}

std::string_view ClassName(SizeClass size) { return kClasses.at(static_cast<std::size_t>(size)); }

ModelKind GuessKind(const OnnxSummary& summary) {
  const bool has_text = std::ranges::any_of(summary.operators, [](const OnnxOperator& each) {
    return each.type == "TfIdfVectorizer" || each.type == "StringNormalizer";
  });
  return has_text ? ModelKind::Text : ModelKind::Tabular;
}

SizeClass GuessClass(const OnnxSummary& summary) {
  if (summary.weight_bytes <= kSmallBytes) {
    return SizeClass::Small;
  }
  return summary.weight_bytes <= kMediumBytes ? SizeClass::Medium : SizeClass::Large;
}

}  // namespace armillary::inference
