#include "inference/onnx_runtime.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/binding.h"
#include "inference/onnx_reader.h"
#include "inference/testing/model_files.h"

namespace armillary::inference {
namespace {

using namespace std::chrono_literals;

struct Answering {
  OnnxSummary summary;
  std::unique_ptr<Evaluator> evaluator;
};

class OnnxRuntimeTest : public testing::Test {
 protected:
  void SetUp() override {
    auto runtime = OnnxRuntime::Start();
    ASSERT_THAT(runtime, Succeeds());
    runtime_ = *std::move(runtime);
  }

  Result<Answering> Open(const ModelFile& file) {
    ARM_TRY(OnnxSummary summary, ReadOnnx(file.bytes));
    ARM_TRY(auto evaluator, runtime_->Load(file.bytes, summary));
    return Answering{.summary = std::move(summary), .evaluator = std::move(evaluator)};
  }

  static Result<std::vector<Tensor>> Ask(const Answering& model,
                                         const std::map<std::string, Tensor>& inputs,
                                         std::chrono::milliseconds limit = 5s) {
    std::vector<NamedTensor> named;
    for (const auto& [name, tensor] : inputs) {
      named.push_back({.name = name, .tensor = tensor});
    }
    ARM_TRY(const auto bound, BindInputs(model.summary.inputs, std::move(named), 100));
    ARM_TRY(const auto outputs, SelectOutputs(model.summary.outputs, {}));
    return model.evaluator->Run(bound, outputs, limit);
  }

  std::unique_ptr<OnnxRuntime> runtime_;
};

TEST_F(OnnxRuntimeTest, AnswersEveryModelAsItsReferenceDid) {
  const auto names = ModelFileNames();
  ASSERT_GE(names.size(), 8U);
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const ModelFile file = ReadModelFile(name);
    const auto model = Open(file);
    ASSERT_THAT(model, Succeeds());
    const auto outputs = Ask(*model, file.inputs);
    ASSERT_THAT(outputs, Succeeds());
    ASSERT_EQ(outputs->size(), file.outputs.size());
    for (std::size_t i = 0; i < outputs->size(); ++i) {
      const auto& expected = file.outputs.at(model->summary.outputs[i].name);
      EXPECT_LE(LargestDifference((*outputs)[i], expected), 1e-6);
    }
  }
}

TEST_F(OnnxRuntimeTest, GivesOnlyTheOutputsAskedForInTheirOrder) {
  const ModelFile file = ReadModelFile("logistic");
  const auto model = Open(file);
  ASSERT_THAT(model, Succeeds());
  const std::vector<Tensor> inputs = {file.inputs.at("x")};
  const std::vector<std::size_t> wanted = {1, 0};

  const auto outputs = model->evaluator->Run(inputs, wanted, 5s);

  ASSERT_THAT(outputs, Succeeds());
  ASSERT_EQ(outputs->size(), 2U);
  EXPECT_EQ(outputs->front().Type(), ElementType::Fp32);
  EXPECT_EQ(outputs->back().Type(), ElementType::Int64);
}

TEST_F(OnnxRuntimeTest, KeepsStringsWithNulsAndOtherLetters) {
  const ModelFile file = ReadModelFile("text");
  const auto model = Open(file);
  ASSERT_THAT(model, Succeeds());
  auto words = Tensor::FromStrings({1, 3}, {std::string("a\0b", 3), "größer", ""});
  ASSERT_THAT(words, Succeeds());

  EXPECT_THAT(Ask(*model, {{"words", *words}}), Succeeds());
}

TEST_F(OnnxRuntimeTest, AnswersManyThreadsAtOnce) {
  const ModelFile file = ReadModelFile("forest");
  const auto model = Open(file);
  ASSERT_THAT(model, Succeeds());
  std::atomic<int> right{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int turn = 0; turn < 200; ++turn) {
          const auto outputs = Ask(*model, file.inputs);
          const bool is_right =
              outputs && LargestDifference((*outputs)[1], file.outputs.at("probabilities")) < 1e-6;
          right += is_right ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(right, 800);
}

TEST_F(OnnxRuntimeTest, RefusesBytesThatAreNoModel) {
  const std::vector<std::byte> bytes(10, std::byte{7});

  EXPECT_THAT(runtime_->Load(bytes, OnnxSummary{}), FailsWith(ErrorCode::ModelLoadFailed));
}

TEST_F(OnnxRuntimeTest, SaysNothingOfTheLibrarysInsidesWhenItFails) {
  const std::vector<std::byte> bytes(10, std::byte{7});

  const auto failed = runtime_->Load(bytes, OnnxSummary{});

  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, testing::Not(testing::HasSubstr("onnxruntime")));
}

TEST_F(OnnxRuntimeTest, CountsMoreMemoryForALargerModel) {
  const auto small = Open(ReadModelFile("linear"));
  const auto large = Open(ReadModelFile("svm"));
  ASSERT_THAT(small, Succeeds());
  ASSERT_THAT(large, Succeeds());

  EXPECT_GT(small->evaluator->MemoryBytes(), 10'000U);
  EXPECT_GT(large->evaluator->MemoryBytes(), small->evaluator->MemoryBytes());
}

}  // namespace
}  // namespace armillary::inference
