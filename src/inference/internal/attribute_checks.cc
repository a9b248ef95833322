#include <algorithm>
#include <array>
#include <numeric>
#include <string>

#include "inference/internal/message.h"
#include "inference/internal/onnx_model.h"

namespace armillary::inference {
namespace {

// Fails unless exactly one of the two label lists is there; gives its length.
Result<std::size_t> LabelCount(const OnnxNode& node, std::string_view integers) {
  const std::size_t numbers = node.Integers(integers).size();
  const std::size_t texts = node.Texts("classlabels_strings").size();
  if ((numbers == 0) == (texts == 0)) {
    return Broken(node.where, "class labels are either numbers or strings");
  }
  return numbers + texts;
}

Result<void> CheckLinearClassifier(const OnnxNode& node) {
  ARM_TRY(const std::size_t labels, LabelCount(node, "classlabels_ints"));
  const std::size_t scores = node.Floats("intercepts");
  const std::size_t coefficients = node.Floats("coefficients");
  const bool is_binary = labels == 2 && scores == 1;
  if (scores != labels && !is_binary) {
    return Broken(node.where, "there is not one intercept for each class");
  }
  if (coefficients == 0 || coefficients % scores != 0) {
    return Broken(node.where, "there are not as many coefficients for each class");
  }
  return {};
}

Result<void> CheckLinearRegressor(const OnnxNode& node) {
  const std::int64_t targets = node.Integer("targets", 1);
  const std::size_t coefficients = node.Floats("coefficients");
  const std::size_t intercepts = node.Floats("intercepts");
  if (targets < 1 || coefficients == 0 || coefficients % static_cast<std::size_t>(targets) != 0) {
    return Broken(node.where, "there are not as many coefficients for each target");
  }
  if (intercepts != 0 && intercepts != static_cast<std::size_t>(targets)) {
    return Broken(node.where, "there is not one intercept for each target");
  }
  return {};
}

// Sums counts that must be positive and small; 0 if one is not.
std::size_t SumOfCounts(std::span<const std::int64_t> counts) {
  constexpr std::int64_t kMost = 100'000'000;
  std::int64_t sum = 0;
  for (const std::int64_t count : counts) {
    if (count < 0 || count > kMost || sum > kMost) {
      return 0;
    }
    sum += count;
  }
  return static_cast<std::size_t>(sum);
}

Result<void> CheckSupportVectors(const OnnxNode& node, std::size_t classes) {
  const std::size_t vectors = SumOfCounts(node.Integers("vectors_per_class"));
  const std::size_t pairs = classes * (classes - 1) / 2;
  const std::size_t numbers = node.Floats("support_vectors");
  if (node.Integers("vectors_per_class").size() != classes || vectors == 0 || numbers == 0 ||
      numbers % vectors != 0) {
    return Broken(node.where, "support vectors do not match the classes");
  }
  if (node.Floats("coefficients") != vectors * (classes - 1) || node.Floats("rho") != pairs) {
    return Broken(node.where, "coefficients or rho do not match the support vectors");
  }
  for (const std::string_view each : {"prob_a", "prob_b"}) {
    if (node.Floats(each) != 0 && node.Floats(each) != pairs) {
      return Broken(node.where, std::string(each) + " does not match the classes");
    }
  }
  return node.Floats("prob_a") == node.Floats("prob_b")
             ? Result<void>{}
             : Broken(node.where, "prob_a and prob_b differ in length");
}

Result<void> CheckSvmClassifier(const OnnxNode& node) {
  ARM_TRY(const std::size_t classes, LabelCount(node, "classlabels_ints"));
  if (classes < 2 || classes > 10'000) {
    return Broken(node.where, "between 2 and 10000 classes");
  }
  const std::size_t parameters = node.Floats("kernel_params");
  if (parameters != 0 && parameters != 3) {
    return Broken(node.where, "kernel_params are three numbers");
  }
  if (!node.Integers("vectors_per_class").empty() || node.Floats("support_vectors") != 0) {
    return CheckSupportVectors(node, classes);
  }
  const std::size_t coefficients = node.Floats("coefficients");
  const bool fits = coefficients != 0 && coefficients % classes == 0 && node.Floats("rho") != 0 &&
                    node.Floats("prob_a") == 0 && node.Floats("prob_b") == 0;
  return fits ? Result<void>{} : Broken(node.where, "coefficients do not match the classes");
}

Result<void> CheckScaler(const OnnxNode& node) {
  const std::size_t scales = node.Floats("scale");
  return scales != 0 && scales == node.Floats("offset")
             ? Result<void>{}
             : Broken(node.where, "scale and offset differ in length");
}

Result<void> CheckImputer(const OnnxNode& node) {
  const std::size_t floats = node.Floats("imputed_value_floats");
  const std::size_t integers = node.Integers("imputed_value_int64s").size();
  return (floats == 0) != (integers == 0)
             ? Result<void>{}
             : Broken(node.where, "imputed values are either floats or whole numbers");
}

Result<void> CheckOneHotEncoder(const OnnxNode& node) {
  const bool has_integers = !node.Integers("cats_int64s").empty();
  const bool has_texts = !node.Texts("cats_strings").empty();
  return has_integers != has_texts
             ? Result<void>{}
             : Broken(node.where, "categories are either whole numbers or strings");
}

std::size_t TensorCount(const OnnxNode& node, std::string_view attribute) {
  const OnnxAttribute* found = node.Find(attribute);
  return found == nullptr || !found->tensor ? 0 : found->tensor->count;
}

Result<void> CheckLabelEncoder(const OnnxNode& node) {
  if (!node.Texts("classes_strings").empty()) {
    return {};
  }
  const auto lengths = [&](const std::string& what) {
    return std::array{node.Integers(what + "_int64s").size(), node.Texts(what + "_strings").size(),
                      node.Floats(what + "_floats"), TensorCount(node, what + "_tensor")};
  };
  const auto keys = lengths("keys");
  const auto values = lengths("values");
  const auto is_one = [](const auto& counts) {
    return std::ranges::count_if(counts, [](std::size_t count) { return count != 0; }) == 1;
  };
  if (!is_one(keys) || !is_one(values)) {
    return Broken(node.where, "keys and values are one list each");
  }
  const OnnxAttribute* otherwise = node.Find("default_tensor");
  if (otherwise != nullptr &&
      (!otherwise->tensor || otherwise->tensor->type != EncodedType(node))) {
    return Broken(node.where, "default_tensor is not a tensor of the values' type");
  }
  return std::ranges::max(keys) == std::ranges::max(values)
             ? Result<void>{}
             : Broken(node.where, "keys and values differ in length");
}

// Where the n-grams of each length begin in the pool, and that each is whole.
Result<void> CheckNgramPool(const OnnxNode& node, std::size_t pool, std::size_t ngrams) {
  const auto starts = node.Integers("ngram_counts");
  std::size_t found = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::int64_t end =
        i + 1 < starts.size() ? starts[i + 1] : static_cast<std::int64_t>(pool);
    const auto length = static_cast<std::int64_t>(i) + 1;
    if (starts[i] < 0 || end < starts[i] || end > static_cast<std::int64_t>(pool) ||
        (end - starts[i]) % length != 0) {
      return Broken(node.where, "ngram_counts do not divide the pool");
    }
    found += static_cast<std::size_t>((end - starts[i]) / length);
  }
  return starts.empty() || starts.front() != 0 || found != ngrams
             ? Broken(node.where, "there is not one index for each n-gram of the pool")
             : Result<void>{};
}

Result<void> CheckTfIdf(const OnnxNode& node) {
  constexpr std::int64_t kMostIndex = 10'000'000;
  const auto indexes = node.Integers("ngram_indexes");
  const std::size_t integers = node.Integers("pool_int64s").size();
  const std::size_t texts = node.Texts("pool_strings").size();
  if ((integers == 0) == (texts == 0)) {
    return Broken(node.where, "the pool is either whole numbers or strings");
  }
  const bool in_range = std::ranges::all_of(
      indexes, [](std::int64_t index) { return index >= 0 && index <= kMostIndex; });
  if (!in_range) {
    return Broken(node.where, "an index of an n-gram is outside its range");
  }
  ARM_CHECK(CheckNgramPool(node, integers + texts, indexes.size()));
  const std::size_t weights = node.Floats("weights");
  if (weights != 0 && weights != indexes.size()) {
    return Broken(node.where, "there is not one weight for each n-gram");
  }
  const std::int64_t least = node.Integer("min_gram_length", 0);
  const std::int64_t most = node.Integer("max_gram_length", 0);
  const std::int64_t skips = node.Integer("max_skip_count", 0);
  const auto lengths = static_cast<std::int64_t>(node.Integers("ngram_counts").size());
  return least >= 1 && least <= most && most <= lengths && most <= 16 && skips >= 0 && skips <= 16
             ? Result<void>{}
             : Broken(node.where, "lengths of n-grams are outside their range");
}

}  // namespace

ElementType EncodedType(const OnnxNode& node) {
  if (const OnnxAttribute* values = node.Find("values_tensor"); values != nullptr) {
    return values->tensor ? values->tensor->type : ElementType::Fp32;
  }
  if (!node.Texts("values_strings").empty() || !node.Texts("classes_strings").empty()) {
    return ElementType::Bytes;
  }
  return node.Floats("values_floats") != 0 ? ElementType::Fp32 : ElementType::Int64;
}

Result<void> CheckAttributes(OnnxNode& node, const OnnxLimits& limits) {
  struct Rule {
    std::string_view type;
    Result<void> (*check)(const OnnxNode&);
  };
  constexpr std::array kRules = std::to_array<Rule>({
      {"LinearClassifier", CheckLinearClassifier},
      {"LinearRegressor", CheckLinearRegressor},
      {"SVMClassifier", CheckSvmClassifier},
      {"Scaler", CheckScaler},
      {"Imputer", CheckImputer},
      {"OneHotEncoder", CheckOneHotEncoder},
      {"LabelEncoder", CheckLabelEncoder},
      {"TfIdfVectorizer", CheckTfIdf},
  });
  if (node.type.starts_with("TreeEnsemble")) {
    ARM_TRY(node.steps, CheckTrees(node, limits));
    return {};
  }
  const auto* rule = std::ranges::find(kRules, node.type, &Rule::type);
  return rule == kRules.end() ? Result<void>{} : rule->check(node);
}

}  // namespace armillary::inference
