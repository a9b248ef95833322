#include <array>
#include <string>
#include <string_view>

#include "inference/internal/extents.h"
#include "inference/internal/message.h"

namespace armillary::inference {
namespace {

using enum ElementType;

// A matrix of rows and features; one dimension is one row.
struct Matrix {
  std::int64_t rows;
  std::int64_t width;
};

std::optional<Matrix> MatrixOf(const Extent& input) {
  if (!input.shape || input.shape->empty() || input.shape->size() > 2) {
    return std::nullopt;
  }
  return input.shape->size() == 1 ? Matrix{1, input.shape->front()}
                                  : Matrix{input.shape->front(), input.shape->back()};
}

// Fails unless `count` numbers are one for all features or one for each.
Result<void> CheckPerFeature(const Site& site, std::size_t count) {
  ARM_TRY(const Extent* input, site.Input(0));
  const bool fits = count == 1 || !input->shape || input->shape->empty() ||
                    static_cast<std::int64_t>(count) == input->shape->back();
  return fits ? Result<void>{}
              : Broken(site.node.where, "there is not one number for each feature");
}

// Fails unless `count` is `per_row` for each feature.
Result<void> CheckFeatures(const Site& site, std::size_t count, std::size_t per_feature) {
  ARM_TRY(const Extent* input, site.Input(0));
  const auto matrix = MatrixOf(*input);
  const bool fits = !matrix || count == per_feature * static_cast<std::size_t>(matrix->width);
  return fits
             ? Result<void>{}
             : Broken(site.node.where, "the model has " + std::to_string(count / per_feature) +
                                           " features, its input " + std::to_string(matrix->width));
}

std::size_t Longest(std::span<const std::string_view> texts) {
  std::size_t longest = 0;
  for (const std::string_view text : texts) {
    longest = std::max(longest, text.size());
  }
  return longest;
}

// [rows, width] of scores; of unknown shape if the input's is.
Extent Scores(const Extent& input, std::size_t width) {
  const auto matrix = MatrixOf(input);
  return matrix ? Extent::Of(Fp32, {matrix->rows, static_cast<std::int64_t>(width)})
                : Extent::Bounded(Fp32, BoundedProduct(input.elements, width));
}

Extent Labels(const Extent& input, std::span<const std::string_view> texts) {
  const ElementType type = texts.empty() ? Int64 : Bytes;
  const auto matrix = MatrixOf(input);
  const Extent labels =
      matrix ? Extent::Of(type, {matrix->rows}) : Extent::Bounded(type, input.elements);
  return texts.empty() ? labels : labels.WithText(Longest(texts));
}

Result<Effect> Classified(const Site& site, std::size_t width, std::uint64_t cost_per_row) {
  ARM_TRY(const Extent* input, site.Input(0));
  const auto matrix = MatrixOf(*input);
  const std::uint64_t rows = matrix ? static_cast<std::uint64_t>(matrix->rows) : input->elements;
  return Effect{
      .outputs = {Labels(*input, site.node.Texts("classlabels_strings")), Scores(*input, width)},
      .cost = BoundedProduct(rows, cost_per_row + 4 * width)};
}

std::size_t ClassCount(const OnnxNode& node) {
  return node.Texts("classlabels_strings").size() + node.Integers("classlabels_ints").size() +
         node.Integers("classlabels_int64s").size();
}

Result<Effect> LinearClassifier(const Site& site) {
  const std::size_t scores = site.node.Floats("intercepts");
  const std::size_t coefficients = site.node.Floats("coefficients");
  ARM_CHECK(CheckFeatures(site, coefficients, scores));
  return Classified(site, ClassCount(site.node), coefficients);
}

Result<Effect> LinearRegressor(const Site& site) {
  const auto targets = static_cast<std::size_t>(site.node.Integer("targets", 1));
  const std::size_t coefficients = site.node.Floats("coefficients");
  ARM_CHECK(CheckFeatures(site, coefficients, targets));
  ARM_TRY(const Extent* input, site.Input(0));
  Extent scores = Scores(*input, targets);
  const std::uint64_t cost = BoundedProduct(input->elements, targets);
  return Effect{.outputs = {std::move(scores)}, .cost = cost};
}

Result<Effect> SvmClassifier(const Site& site) {
  const std::size_t classes = ClassCount(site.node);
  const std::size_t numbers = site.node.Floats("support_vectors");
  std::size_t vectors = 0;
  for (const std::int64_t count : site.node.Integers("vectors_per_class")) {
    vectors += static_cast<std::size_t>(count);
  }
  ARM_CHECK(vectors == 0 ? CheckFeatures(site, site.node.Floats("coefficients"), classes)
                         : CheckFeatures(site, numbers, vectors));
  const std::size_t width = std::max(classes, classes * (classes - 1) / 2);
  return Classified(site, width, numbers + vectors * classes * 20);
}

Result<Effect> TreesEffect(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const auto matrix = MatrixOf(*input);
  const auto features = site.node.Integers("nodes_featureids");
  if (matrix && std::ranges::max(features) >= matrix->width) {
    return Broken(site.node.where, "a tree asks for feature " +
                                       std::to_string(std::ranges::max(features)) + " of " +
                                       std::to_string(matrix->width));
  }
  const std::uint64_t steps = BoundedProduct(site.node.steps, 8);
  if (site.node.type == "TreeEnsembleClassifier") {
    return Classified(site, ClassCount(site.node), steps);
  }
  const auto targets = static_cast<std::size_t>(site.node.Integer("n_targets", 1));
  const std::uint64_t rows = matrix ? static_cast<std::uint64_t>(matrix->rows) : input->elements;
  return Effect{.outputs = {Scores(*input, targets)},
                .cost = BoundedProduct(rows, BoundedSum(steps, targets))};
}

Effect Same(const Extent& input, ElementType type) {
  Extent output = input;
  output.constant = nullptr;
  output.type = type;
  output.element_bytes = type == Bytes ? input.element_bytes : 8;
  const std::uint64_t cost = BoundedProduct(input.elements, 4);
  return {.outputs = {std::move(output)}, .cost = cost};
}

Result<Effect> Scaler(const Site& site) {
  ARM_CHECK(CheckPerFeature(site, site.node.Floats("scale")));
  ARM_TRY(const Extent* input, site.Input(0));
  return Same(*input, Fp32);
}

Result<Effect> Normalizer(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  return Same(*input, Fp32);
}

Result<Effect> Imputer(const Site& site) {
  ARM_CHECK(CheckPerFeature(site, site.node.Floats("imputed_value_floats") +
                                      site.node.Integers("imputed_value_int64s").size()));
  ARM_TRY(const Extent* input, site.Input(0));
  return Same(*input, input->type);
}

// The longest string in the tensor of an attribute; 0 if there is none.
std::size_t LongestIn(const OnnxNode& node, std::string_view attribute) {
  const OnnxAttribute* found = node.Find(attribute);
  return found == nullptr || !found->tensor ? 0 : found->tensor->longest_string;
}

Result<Effect> LabelEncoder(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const OnnxNode& node = site.node;
  Effect effect = Same(*input, EncodedType(node));
  Extent& output = effect.outputs.front();
  if (output.IsText()) {
    output = output.WithText(
        std::max({Longest(node.Texts("values_strings")), Longest(node.Texts("classes_strings")),
                  node.Text("default_string").size(), LongestIn(node, "values_tensor"),
                  LongestIn(node, "default_tensor")}));
  }
  effect.cost = BoundedProduct(input->elements, 50);
  return effect;
}

Result<Effect> OneHotEncoder(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const std::size_t categories =
      site.node.Integers("cats_int64s").size() + site.node.Texts("cats_strings").size();
  Extent output = Extent::Bounded(Fp32, BoundedProduct(input->elements, categories));
  if (input->shape) {
    output.shape = input->shape;
    output.shape->push_back(static_cast<std::int64_t>(categories));
  }
  const std::uint64_t cost = BoundedSum(BoundedProduct(input->elements, 50), output.elements);
  return Effect{.outputs = {std::move(output)}, .cost = cost};
}

Result<Effect> ArrayFeatureExtractor(const Site& site) {
  ARM_TRY(const Extent* values, site.Input(0));
  ARM_TRY(const Extent* indices, site.Input(1));
  Extent output =
      Extent::Bounded(values->type, BoundedProduct(values->elements, indices->elements));
  if (values->shape && !values->shape->empty() && indices->elements < kUnbounded) {
    Shape shape = values->shape->size() == 1 ? Shape{1, 1} : *values->shape;
    shape.back() = static_cast<std::int64_t>(indices->elements);
    output = Extent::Of(values->type, std::move(shape));
  }
  output.element_bytes = std::max(output.element_bytes, values->element_bytes);
  const std::uint64_t cost = BoundedProduct(output.elements, values->IsText() ? 50 : 2);
  return Effect{.outputs = {std::move(output)}, .cost = cost};
}

constexpr std::array kMlRules = std::to_array<EffectRule>({
    {"ArrayFeatureExtractor", ArrayFeatureExtractor},
    {"Imputer", Imputer},
    {"LabelEncoder", LabelEncoder},
    {"LinearClassifier", LinearClassifier},
    {"LinearRegressor", LinearRegressor},
    {"Normalizer", Normalizer},
    {"OneHotEncoder", OneHotEncoder},
    {"SVMClassifier", SvmClassifier},
    {"Scaler", Scaler},
    {"TreeEnsembleClassifier", TreesEffect},
    {"TreeEnsembleRegressor", TreesEffect},
});

}  // namespace

std::span<const EffectRule> MlRules() { return kMlRules; }

}  // namespace armillary::inference
