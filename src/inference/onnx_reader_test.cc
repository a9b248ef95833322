#include "inference/onnx_reader.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/testing/model_files.h"
#include "inference/testing/onnx_builder.h"
#include "inference/testing/refusal.h"

namespace armillary::inference {
namespace {

using std::string;
using testing::HasSubstr;

TEST(OnnxReaderTest, ReadsASoundFile) {
  const auto summary = Read(Sound());

  ASSERT_THAT(summary, Succeeds());
  EXPECT_EQ(summary->ir_version, 8);
  EXPECT_EQ(summary->nodes, 1U);
  EXPECT_EQ(summary->inputs, (std::vector<TensorSpec>{{"x", ElementType::Fp32, {-1, 3}}}));
  EXPECT_EQ(summary->outputs, (std::vector<TensorSpec>{{"y", ElementType::Fp32, {-1, 3}}}));
  EXPECT_EQ(summary->most_rows, 10'000U);
}

TEST(OnnxReaderTest, TellsWhatAFileHolds) {
  const auto summary = ReadOnnx(ReadModelFile("churn").bytes);

  ASSERT_THAT(summary, Succeeds());
  EXPECT_EQ(summary->producer, "skl2onnx");
  EXPECT_EQ(summary->inputs.size(), 3U);
  EXPECT_EQ(summary->inputs[2].type, ElementType::Bytes);
  EXPECT_TRUE(summary->metadata.contains("armillary.signature"));
  EXPECT_GT(summary->weight_bytes, 0U);
  EXPECT_GT(summary->string_cells_per_row, 0U);
}

TEST(OnnxReaderTest, TrustsTheShapeThatTheGraphMakesNotTheOneItDeclares) {
  const Message graph =
      Message()
          .Child(kGraphNode, Node("ReduceSum", {"x"}, {"y"}, {IntegersAttribute("axes", {1})}))
          .Child(kGraphInput, Value("x", 1, {-1, 3}))
          .Child(kGraphOutput, Value("y", 1, {77}));
  const Message model = Message().Number(1, 8).Child(7, graph).Child(8, Message().Number(2, 11));

  const auto summary = Read(model);

  ASSERT_THAT(summary, Succeeds());
  EXPECT_EQ(summary->outputs.front().shape, (Shape{-1, 1}));
}

TEST(OnnxReaderTest, RefusesBrokenEncodings) {
  const string sound = Sound().Text();
  const std::vector<Refusal> refusals = {
      {"nothing", Message(), ErrorCode::ModelInvalid, "no graph"},
      {"text", Message().Raw("PK\x03\x04 not a model"), ErrorCode::ModelInvalid, ""},
      {"bytes after the end", Message().Raw(sound).Raw("\x01"), ErrorCode::ModelInvalid,
       "field number"},
      {"an overlong number", Message().Raw(sound).Raw({"\x28\x81\x80\x00", 4}),
       ErrorCode::ModelInvalid, "longer than it need be"},
      {"a number of eleven bytes", Message().Raw(sound).Raw("\x28" + string(11, '\x81')),
       ErrorCode::ModelInvalid, "longer"},
      {"a length beyond the end", Message().Raw(sound).Raw("\x32\x7F"), ErrorCode::ModelInvalid,
       "longer than what is there"},
      {"a length of 2^63", Message().Raw(sound).Raw("\x32" + string(9, '\xFF') + "\x01"),
       ErrorCode::ModelInvalid, ""},
      {"field number 0", Message().Raw(sound).Raw({"\x00\x01", 2}), ErrorCode::ModelInvalid,
       "field number"},
      {"a group", Message().Raw(sound).Raw("\x33"), ErrorCode::ModelInvalid, "encoding"},
      {"an unknown field", Message().Raw(sound).Number(99, 1), ErrorCode::ModelInvalid,
       "no field 99"},
      {"a text where a number belongs", Message().Raw(sound).Bytes(5, "one"),
       ErrorCode::ModelInvalid, "another type"},
      {"two graphs", Message().Raw(sound).Child(7, Graph({Relu()})), ErrorCode::ModelInvalid,
       "graph is there twice"},
      {"a producer that is not UTF-8", Message().Raw(sound).Bytes(2, "\xFF\xFE"),
       ErrorCode::ModelInvalid, "UTF-8"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxReaderTest, RefusesWhatTheServerDoesNotRun) {
  const Message subgraph_node =
      Node("If", {"x"}, {"y"},
           {Message().Bytes(1, "then_branch").Child(6, Graph({Relu()})).Number(20, 5)});
  const std::vector<Refusal> refusals = {
      {"a loop", Model(Graph({Node("Loop", {"x"}, {"y"})})), ErrorCode::ModelOperatorNotAllowed,
       "ai.onnx:Loop"},
      {"a graph inside", Model(Graph({subgraph_node})), ErrorCode::ModelOperatorNotAllowed,
       "graph inside"},
      {"a bomb", Model(Graph({Node("Expand", {"x", "x"}, {"y"})})),
       ErrorCode::ModelOperatorNotAllowed, "Expand"},
      {"a tokenizer", Model(Graph({Node("Tokenizer", {"x"}, {"y"}, {}, "com.microsoft")})),
       ErrorCode::ModelOperatorNotAllowed, "com.microsoft:Tokenizer"},
      {"an operator of a foreign set", Model(Graph({Node("Relu", {"x"}, {"y"}, {}, "evil")})),
       ErrorCode::ModelOperatorNotAllowed, "evil:Relu"},
      {"a local function", Message().Raw(Sound().Text()).Child(25, Message()),
       ErrorCode::ModelOperatorNotAllowed, "functions"},
      {"training", Message().Raw(Sound().Text()).Child(20, Message()), ErrorCode::ModelInvalid,
       "training"},
      {"an unknown operator set",
       Message().Raw(Sound().Text()).Child(8, Message().Bytes(1, "evil").Number(2, 1)),
       ErrorCode::ModelInvalid, "evil"},
      {"a version that does not exist yet",
       Message().Number(1, 8).Child(7, Graph({Relu()})).Child(8, Message().Number(2, 99)),
       ErrorCode::ModelInvalid, "99"},
      {"an operator set that is not imported", Message().Number(1, 8).Child(7, Graph({Relu()})),
       ErrorCode::ModelInvalid, "not imported"},
      {"a form of the future",
       Message().Number(1, 99).Child(7, Graph({Relu()})).Child(8, Message().Number(2, 18)),
       ErrorCode::ModelInvalid, "between"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

// A sound tensor named w, with one field more.
Message Weights(const Message& more) {
  return Message().Raw(FloatTensor("w", {3}, 3).Text()).Raw(more.Text());
}

Message WithWeights(const Message& weights) {
  return Model(Graph({Node("Add", {"x", "w"}, {"y"})}, {weights}));
}

TEST(OnnxReaderTest, WeighsStringsByWhatTheyHold) {
  const string longest(1'000, 'x');
  const Message texts =
      Message().Number(1, 3).Number(2, 8).Bytes(6, "").Bytes(6, "").Bytes(6, longest).Bytes(8, "w");
  const auto without = Read(Model(Graph({Relu()})));
  const auto with = Read(Model(Graph({Relu()}, {texts})));
  ASSERT_THAT(with, Succeeds());
  EXPECT_EQ(with->weight_bytes - without->weight_bytes, 3 * sizeof(string) + longest.size());
}

TEST(OnnxReaderTest, RefusesDataOutsideTheFileWhereverItHides) {
  const Message location = Message().Bytes(1, "location").Bytes(2, "/etc/passwd");
  const Message outside = Message().Number(1, 3).Number(2, 1).Bytes(8, "w").Child(13, location);
  const Message attribute = Message().Bytes(1, "value").Child(5, outside).Number(20, 4);
  const std::vector<Refusal> refusals = {
      {"an initialiser with a place", WithWeights(outside), ErrorCode::ModelExternalData, ""},
      {"an initialiser that says external", WithWeights(Weights(Message().Number(14, 1))),
       ErrorCode::ModelExternalData, ""},
      {"a place beside data", WithWeights(Weights(Message().Child(13, location))),
       ErrorCode::ModelExternalData, ""},
      {"an attribute", Model(Graph({Node("Relu", {"x"}, {"y"}, {attribute})})),
       ErrorCode::ModelExternalData, ""},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxReaderTest, RefusesTensorsThatLie) {
  const std::vector<Refusal> refusals = {
      {"more data than shape", WithWeights(FloatTensor("w", {3}, 4)), ErrorCode::ModelInvalid,
       "16 bytes"},
      {"less data than shape", WithWeights(FloatTensor("w", {1000000}, 3)), ErrorCode::ModelInvalid,
       "12 bytes"},
      {"an overflowing shape", WithWeights(FloatTensor("w", {std::int64_t{1} << 62U, 8}, 0)),
       ErrorCode::ModelInvalid, "impossible"},
      {"a negative dimension", WithWeights(FloatTensor("w", {-3}, 3)), ErrorCode::ModelInvalid,
       "impossible"},
      {"zero times huge", WithWeights(FloatTensor("w", {0, std::int64_t{1} << 62U}, 0)),
       ErrorCode::ModelInvalid, "impossible"},
      {"a thousand dimensions",
       WithWeights(FloatTensor("w", std::vector<std::int64_t>(1000, 1), 1)),
       ErrorCode::ModelInvalid, "8 dimensions"},
      {"raw and typed data", WithWeights(Weights(Message().Fixed32(4, 0))), ErrorCode::ModelInvalid,
       "both"},
      {"data of another type", WithWeights(Weights(Message().Number(7, 0))),
       ErrorCode::ModelInvalid, "both"},
      {"four-bit numbers", WithWeights(Message().Number(1, 3).Number(2, 22).Bytes(8, "w")),
       ErrorCode::ModelInvalid, "data type 22"},
      {"segments", WithWeights(Weights(Message().Child(3, Message()))), ErrorCode::ModelInvalid,
       "segments"},
      {"no name", WithWeights(FloatTensor("", {3}, 3)), ErrorCode::ModelInvalid, "no name"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxReaderTest, RefusesGraphsThatDoNotHangTogether) {
  const std::vector<Refusal> refusals = {
      {"a cycle",
       Model(Graph({Node("Add", {"x", "b"}, {"a"}), Node("Add", {"x", "a"}, {"b"}),
                    Node("Relu", {"b"}, {"y"})})),
       ErrorCode::ModelInvalid, "before it is made"},
      {"a node that eats itself", Model(Graph({Node("Add", {"x", "y"}, {"y"})})),
       ErrorCode::ModelInvalid, "before it is made"},
      {"a wrong order", Model(Graph({Node("Relu", {"a"}, {"y"}), Node("Relu", {"x"}, {"a"})})),
       ErrorCode::ModelInvalid, "before it is made"},
      {"a missing value", Model(Graph({Node("Relu", {"nothing"}, {"y"})})), ErrorCode::ModelInvalid,
       "nothing"},
      {"a value made twice", Model(Graph({Relu(), Relu()})), ErrorCode::ModelInvalid, "twice"},
      {"an output that is never made", Model(Graph({Node("Relu", {"x"}, {"z"})})),
       ErrorCode::ModelInvalid, "never made"},
      {"an initialiser made twice",
       Model(Graph({Node("Add", {"x", "w"}, {"y"})},
                   {FloatTensor("w", {3}, 3), FloatTensor("w", {3}, 3)})),
       ErrorCode::ModelInvalid, "twice"},
      {"an initialiser that a node makes again",
       Model(Graph({Node("Relu", {"x"}, {"w"}), Node("Add", {"x", "w"}, {"y"})},
                   {FloatTensor("w", {3}, 3)})),
       ErrorCode::ModelInvalid, "made twice"},
      {"no operator", Model(Graph({Message().Bytes(1, "x").Bytes(2, "y")})),
       ErrorCode::ModelInvalid, "no operator"},
      {"an attribute twice",
       Model(Graph(
           {Node("Relu", {"x"}, {"y"}, {IntegerAttribute("a", 1), IntegerAttribute("a", 2)})})),
       ErrorCode::ModelInvalid, "twice"},
      {"an attribute that is not what it says",
       Model(Graph(
           {Node("Relu", {"x"}, {"y"}, {Message().Bytes(1, "a").Number(3, 1).Number(20, 1)})})),
       ErrorCode::ModelInvalid, "something else"},
      {"too many outputs", Model(Graph({Node("Relu", {"x"}, {"y", "z"})})), ErrorCode::ModelInvalid,
       "more outputs"},
  };
  for (const Refusal& refusal : refusals) {
    ExpectRefused(refusal);
  }
}

TEST(OnnxReaderTest, RefusesValuesThatAreNoTensors) {
  const Message sequence =
      Message().Bytes(1, "y").Child(2, Message().Child(4, Message().Child(1, Message())));
  const Message graph = Message()
                            .Child(kGraphNode, Relu())
                            .Child(kGraphInput, Value("x", 1, {-1, 3}))
                            .Child(kGraphOutput, sequence);

  const auto read = Read(Model(graph));

  ASSERT_THAT(read, FailsWith(ErrorCode::ModelInvalid));
  EXPECT_THAT(read.error().next_step, HasSubstr("zipmap"));
}

TEST(OnnxReaderTest, RefusesBeyondEachLimitAndNamesIt) {
  const auto over = [](const OnnxLimits& limits, const Message& model) {
    const auto read = Read(model, limits);
    EXPECT_THAT(read, FailsWith(ErrorCode::ModelTooLarge));
    return read ? string() : read.error().rule;
  };
  EXPECT_THAT(over({.file_bytes = 10}, Sound()), HasSubstr("10 bytes"));
  EXPECT_THAT(over({.nodes = 13}, Model(Graph(std::vector<Message>(14, Relu())))),
              HasSubstr("13 nodes"));
  EXPECT_THAT(over({.initialisers = 0}, WithWeights(FloatTensor("w", {3}, 3))),
              HasSubstr("initialisers"));
  EXPECT_THAT(over({.name_bytes = 1}, Model(Graph({Node("Relu", {"xx"}, {"y"})}))),
              HasSubstr("1 bytes"));
  EXPECT_THAT(
      over({.metadata_bytes = 4},
           Message().Raw(Sound().Text()).Child(14, Message().Bytes(1, "key").Bytes(2, "v"))),
      HasSubstr("metadata"));
  EXPECT_THAT(over({.attributes_per_node = 0},
                   Model(Graph({Node("Relu", {"x"}, {"y"}, {IntegerAttribute("a", 1)})}))),
              HasSubstr("0 attributes of one node"));
  EXPECT_THAT(over({.node_parts = 2},
                   Model(Graph({Node("Relu", {"x"}, {"y"}, {IntegerAttribute("a", 1)})}))),
              HasSubstr("2 inputs, outputs and attributes of nodes"));
}

// What a request may take in the server as it is shipped; without optimisation and watched by
// sanitizers the same work takes ten times as long and more.
#ifdef __has_feature
constexpr bool kIsWatched = __has_feature(address_sanitizer);
#else
constexpr bool kIsWatched = false;
#endif
constexpr std::chrono::seconds kASecond{kIsWatched ? 30 : 1};

TEST(OnnxReaderTest, RefusesAMillionNodesWithinASecond) {
  Message graph;
  for (int i = 0; i < 1'000'000; ++i) {
    graph.Child(kGraphNode, Relu());
  }
  const auto bytes = BytesOf(Model(graph));
  const auto start = std::chrono::steady_clock::now();

  EXPECT_THAT(ReadOnnx(bytes), FailsWith(ErrorCode::ModelTooLarge));

  EXPECT_LT(std::chrono::steady_clock::now() - start, kASecond);
}

// Nodes of 4,096 inputs each, `edges` in all.
Message Sums(std::size_t edges) {
  constexpr std::size_t kInputs = 4'096;
  std::vector<Message> nodes = {Relu()};
  for (std::size_t left = edges - 2; left > 1; left -= std::min(left, kInputs + 1)) {
    nodes.push_back(
        Node("Sum", Names(std::min(left - 1, kInputs), "x"), {"s" + std::to_string(nodes.size())}));
  }
  return Model(Graph(nodes));
}

TEST(OnnxReaderTest, RefusesAMillionEdgesWithinASecond) {
  const auto bytes = BytesOf(Sums(1'000'000));
  const auto start = std::chrono::steady_clock::now();

  EXPECT_THAT(ReadOnnx(bytes), FailsWith(ErrorCode::ModelTooLarge));

  EXPECT_LT(std::chrono::steady_clock::now() - start, kASecond);
}

TEST(OnnxReaderTest, RefusesAMillionAttributesWithinASecond) {
  std::vector<Message> attributes;
  for (int i = 0; i < 256; ++i) {
    attributes.push_back(IntegerAttribute("a" + std::to_string(i), 1));
  }
  Message graph;
  for (int i = 0; i < 4'000; ++i) {
    graph.Child(kGraphNode, Node("Relu", {"x"}, {"y" + std::to_string(i)}, attributes));
  }
  const auto bytes = BytesOf(Model(graph));
  const auto start = std::chrono::steady_clock::now();

  EXPECT_THAT(ReadOnnx(bytes), FailsWith(ErrorCode::ModelTooLarge));

  EXPECT_LT(std::chrono::steady_clock::now() - start, kASecond);
}

TEST(OnnxReaderTest, ReadsAsManyEdgesAsItAllowsWithinASecond) {
  const auto bytes = BytesOf(Sums(OnnxLimits{}.node_parts));
  const auto start = std::chrono::steady_clock::now();

  EXPECT_THAT(ReadOnnx(bytes), Succeeds());

  EXPECT_LT(std::chrono::steady_clock::now() - start, kASecond);
}

TEST(OnnxReaderTest, RefusesNestingOfAnyDepth) {
  Message nested = Graph({Relu()});
  for (int i = 0; i < 5'000; ++i) {
    const Message branch = Message().Bytes(1, "body").Child(6, nested).Number(20, 5);
    nested = Message().Child(kGraphNode, Node("Loop", {"x"}, {"y"}, {branch}));
  }

  EXPECT_THAT(Read(Model(nested)), FailsWith(ErrorCode::ModelOperatorNotAllowed));
}

}  // namespace
}  // namespace armillary::inference
