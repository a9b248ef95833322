#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/onnx_reader.h"
#include "inference/testing/onnx_builder.h"
#include "inference/testing/refusal.h"

namespace armillary::inference {
namespace {

using std::string;

constexpr std::string_view kMl = "ai.onnx.ml";
using testing::HasSubstr;

// A graph of one input of `shape` to y by nodes.
Message From(const Message& input, const std::vector<Message>& nodes,
             const std::vector<Message>& initialisers = {}) {
  Message graph;
  for (const Message& node : nodes) {
    graph.Child(kGraphNode, node);
  }
  for (const Message& initialiser : initialisers) {
    graph.Child(kGraphInitialiser, initialiser);
  }
  return Model(graph.Child(kGraphInput, input).Child(kGraphOutput, Value("y", 1, {-1, 3})));
}

// Doubles x `times` by Concat.
std::vector<Message> Doubling(int times) {
  std::vector<Message> nodes;
  string last = "x";
  for (int i = 0; i < times; ++i) {
    const string next = i + 1 == times ? "y" : "t" + std::to_string(i);
    nodes.push_back(Node("Concat", {last, last}, {next}, {IntegerAttribute("axis", 1)}));
    last = next;
  }
  return nodes;
}

TEST(OnnxBoundsTest, RefusesTensorsThatGrowWithoutBound) {
  const std::vector<Refusal> refusals = {
      {"doubled forty times", Model(Graph(Doubling(40))), ErrorCode::ModelShapeNotBounded,
       "one row"},
      {"an open second dimension", From(Value("x", 1, {-1, -1}), {Relu()}),
       ErrorCode::ModelShapeNotBounded, "open dimension"},
      {"no shape",
       From(Message().Bytes(1, "x").Child(2, Message().Child(1, Message().Number(1, 1))), {Relu()}),
       ErrorCode::ModelShapeNotBounded, "no shape"},
      {"constants that multiply",
       From(Value("x", 1, {-1, 3}),
            {Node("Add", {"tall", "wide"}, {"big"}), Node("ReduceSum", {"big"}, {"one"}),
             Node("Add", {"x", "one"}, {"y"})},
            {FloatTensor("tall", {100'000, 1}, 100'000), FloatTensor("wide", {100'000}, 100'000)}),
       ErrorCode::ModelShapeNotBounded, "one row"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxBoundsTest, AllowsFewerRowsWhereEachIsLarge) {
  const auto doubled = Read(Model(Graph(Doubling(14))));

  ASSERT_THAT(doubled, Succeeds());
  EXPECT_LT(doubled->most_rows, 10'000U);
  EXPECT_GE(doubled->most_rows, 100U);
}

TEST(OnnxBoundsTest, CountsTensorsThatGrowWithTheSquareOfTheRows) {
  const Message transposed = Node("Transpose", {"x"}, {"t"});
  const auto squared = Read(Model(
      Graph({transposed, Node("MatMul", {"x", "t"}, {"s"}), Node("MatMul", {"s", "x"}, {"y"})})));

  ASSERT_THAT(squared, Succeeds());
  EXPECT_LT(squared->most_rows, 6'000U);
}

TEST(OnnxBoundsTest, RefusesDivisionsThatCouldStopTheProcess) {
  const auto divide = [](const Message& divisor) {
    return From(Value("x", 7, {-1, 3}), {Node("Div", {"x", "d"}, {"y"})}, {divisor});
  };
  ExpectRefused(
      {"by zero", divide(IntegerTensor("d", {2, 0, 1})), ErrorCode::ModelInvalid, "divided"});
  ExpectRefused(
      {"by minus one", divide(IntegerTensor("d", {-1})), ErrorCode::ModelInvalid, "divided"});
  ExpectRefused({"by an input", From(Value("x", 7, {-1, 3}), {Node("Div", {"x", "x"}, {"y"})}),
                 ErrorCode::ModelInvalid, "divided"});
  EXPECT_THAT(Read(divide(IntegerTensor("d", {2}))), Succeeds());
}

struct TreeParts {
  std::vector<std::int64_t> nodes = {0, 1, 2};
  std::vector<std::int64_t> features = {0, 0, 0};
  std::vector<std::int64_t> when_true = {1, 0, 0};
  std::vector<std::int64_t> when_false = {2, 0, 0};
  Names modes = {"BRANCH_LEQ", "LEAF", "LEAF"};
  std::size_t thresholds = 3;
  std::vector<std::int64_t> weight_nodes = {1, 2};
  std::vector<std::int64_t> weight_ids = {0, 0};
  std::size_t weights = 2;
  std::int64_t targets = 1;
};

Message Tree(const TreeParts& parts) {
  const std::vector<std::int64_t> in_tree(parts.nodes.size(), 0);
  return Model(Graph({Node(
      "TreeEnsembleRegressor", {"x"}, {"y"},
      {IntegersAttribute("nodes_treeids", in_tree), IntegersAttribute("nodes_nodeids", parts.nodes),
       IntegersAttribute("nodes_featureids", parts.features),
       IntegersAttribute("nodes_truenodeids", parts.when_true),
       IntegersAttribute("nodes_falsenodeids", parts.when_false),
       TextsAttribute("nodes_modes", parts.modes),
       FloatsAttribute("nodes_values", parts.thresholds),
       IntegersAttribute("target_treeids", {0, 0}),
       IntegersAttribute("target_nodeids", parts.weight_nodes),
       IntegersAttribute("target_ids", parts.weight_ids),
       FloatsAttribute("target_weights", parts.weights),
       IntegerAttribute("n_targets", parts.targets)},
      kMl)}));
}

TEST(OnnxBoundsTest, RefusesTreesThatAreNone) {
  ASSERT_THAT(Read(Tree({})), Succeeds());
  const std::vector<Refusal> refusals = {
      {"a cycle", Tree({.when_true = {0, 0, 0}}), ErrorCode::ModelInvalid, ""},
      {"a million targets and one", Tree({.targets = 1'000'001}), ErrorCode::ModelInvalid,
       "n_targets is out of range"},
      {"a child out of range", Tree({.when_false = {9, 0, 0}}), ErrorCode::ModelInvalid,
       "leads to a node"},
      {"two branches to one node", Tree({.when_false = {1, 0, 0}}), ErrorCode::ModelInvalid,
       "same node"},
      {"a node twice", Tree({.nodes = {0, 1, 1}}), ErrorCode::ModelInvalid, "twice"},
      {"lists of other lengths", Tree({.thresholds = 2}), ErrorCode::ModelInvalid, "length"},
      {"a feature that is not there", Tree({.features = {3, 0, 0}}), ErrorCode::ModelInvalid,
       "feature 3"},
      {"a negative feature", Tree({.features = {-1, 0, 0}}), ErrorCode::ModelInvalid, ""},
      {"an unknown mode", Tree({.modes = {"BRANCH_MAYBE", "LEAF", "LEAF"}}),
       ErrorCode::ModelInvalid, "mode"},
      {"a weight of a branch", Tree({.weight_nodes = {0, 2}}), ErrorCode::ModelInvalid, "leaf"},
      {"a weight of no target", Tree({.weight_ids = {0, 7}}), ErrorCode::ModelInvalid, "target"},
      {"more weights than leaves", Tree({.weights = 5}), ErrorCode::ModelInvalid, "length"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxBoundsTest, RefusesTreesThatAreTooDeep) {
  TreeParts parts{.nodes = {}, .features = {}, .when_true = {}, .when_false = {}, .modes = {}};
  constexpr std::int64_t kLevels = 5'000;
  for (std::int64_t level = 0; level < kLevels; ++level) {
    parts.nodes.insert(parts.nodes.end(), {2 * level, 2 * level + 1});
    parts.features.insert(parts.features.end(), {0, 0});
    parts.when_true.insert(parts.when_true.end(), {2 * level + 1, 0});
    parts.when_false.insert(parts.when_false.end(), {2 * level + 2, 0});
    parts.modes.insert(parts.modes.end(), {"BRANCH_LEQ", "LEAF"});
  }
  parts.nodes.push_back(2 * kLevels);
  parts.features.push_back(0);
  parts.when_true.push_back(0);
  parts.when_false.push_back(0);
  parts.modes.push_back("LEAF");
  parts.thresholds = parts.nodes.size();
  parts.weight_nodes = {1, 3};

  EXPECT_THAT(Read(Tree(parts)), FailsWith(ErrorCode::ModelTooLarge));
}

TEST(OnnxBoundsTest, RefusesCountsThatDisagree) {
  const auto one = [](const Message& node) { return Model(Graph({node})); };
  const std::vector<Refusal> refusals = {
      {"more classes than intercepts",
       one(Node("LinearClassifier", {"x"}, {"l", "y"},
                {IntegersAttribute("classlabels_ints", {0, 1, 2}), FloatsAttribute("intercepts", 2),
                 FloatsAttribute("coefficients", 6)},
                kMl)),
       ErrorCode::ModelInvalid, "intercept"},
      {"too few coefficients",
       one(Node("LinearClassifier", {"x"}, {"l", "y"},
                {IntegersAttribute("classlabels_ints", {0, 1}), FloatsAttribute("intercepts", 2),
                 FloatsAttribute("coefficients", 4)},
                kMl)),
       ErrorCode::ModelInvalid, "features"},
      {"support vectors of no class",
       one(Node(
           "SVMClassifier", {"x"}, {"l", "y"},
           {IntegersAttribute("classlabels_ints", {0, 1}),
            IntegersAttribute("vectors_per_class", {5, 5}), FloatsAttribute("support_vectors", 9),
            FloatsAttribute("coefficients", 10), FloatsAttribute("rho", 1)},
           kMl)),
       ErrorCode::ModelInvalid, "support vectors"},
      {"scales without offsets",
       one(Node("Scaler", {"x"}, {"y"}, {FloatsAttribute("scale", 3)}, kMl)),
       ErrorCode::ModelInvalid, "offset"},
      {"keys without values",
       one(Node("LabelEncoder", {"x"}, {"y"},
                {FloatsAttribute("keys_floats", 3), FloatsAttribute("values_floats", 2)}, kMl)),
       ErrorCode::ModelInvalid, "length"},
      {"no categories", one(Node("OneHotEncoder", {"x"}, {"y"}, {}, kMl)), ErrorCode::ModelInvalid,
       "categories"},
      {"no imputed values", one(Node("Imputer", {"x"}, {"y"}, {}, kMl)), ErrorCode::ModelInvalid,
       "imputed"},
      {"matrices that do not fit",
       Model(Graph({Node("MatMul", {"x", "w"}, {"y"})}, {FloatTensor("w", {4, 3}, 12)})),
       ErrorCode::ModelInvalid, "fit"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxBoundsTest, RefusesDefaultsThatAreNoneOfTheEncodedValues) {
  const auto encode = [](const Message& otherwise) {
    return Model(Graph({Node(
        "LabelEncoder", {"x"}, {"y"},
        {FloatsAttribute("keys_floats", 1), TextsAttribute("values_strings", {"a"}), otherwise},
        kMl)}));
  };
  const Message of_numbers =
      Message().Bytes(1, "default_tensor").Child(5, IntegerTensor("d", {1})).Number(20, 4);
  const Message of_texts =
      Message()
          .Bytes(1, "default_tensor")
          .Child(5, Message().Number(1, 1).Number(2, 8).Bytes(6, "other").Bytes(8, "d"))
          .Number(20, 4);
  ExpectRefused({"no tensor", encode(IntegerAttribute("default_tensor", 1)),
                 ErrorCode::ModelInvalid, "default_tensor"});
  ExpectRefused({"another type", encode(of_numbers), ErrorCode::ModelInvalid, "default_tensor"});
  EXPECT_THAT(Read(encode(of_texts)), Succeeds());
}

TEST(OnnxBoundsTest, RefusesNgramsOutsideTheirPool) {
  const auto one = [](const Message& node) { return Model(Graph({node})); };
  const std::vector<Refusal> refusals = {
      {"an n-gram at a huge place",
       one(Node("TfIdfVectorizer", {"x"}, {"y"},
                {IntegersAttribute("pool_int64s", {1}), IntegersAttribute("ngram_counts", {0}),
                 IntegersAttribute("ngram_indexes", {std::int64_t{1} << 60U}),
                 IntegerAttribute("min_gram_length", 1), IntegerAttribute("max_gram_length", 1)})),
       ErrorCode::ModelInvalid, "index"},
      {"fewer n-grams than the pool has",
       one(Node("TfIdfVectorizer", {"x"}, {"y"},
                {IntegersAttribute("pool_int64s", {1, 2}), IntegersAttribute("ngram_counts", {0}),
                 IntegersAttribute("ngram_indexes", {0}), IntegerAttribute("min_gram_length", 1),
                 IntegerAttribute("max_gram_length", 1)})),
       ErrorCode::ModelInvalid, "n-gram"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

}  // namespace
}  // namespace armillary::inference
