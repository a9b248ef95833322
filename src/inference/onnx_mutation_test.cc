#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/binding.h"
#include "inference/onnx_reader.h"
#include "inference/onnx_runtime.h"
#include "inference/signature.h"
#include "inference/testing/model_files.h"
#include "inference/testing/mutator.h"

namespace armillary::inference {
namespace {

using namespace std::chrono_literals;

struct Tally {
  int refused = 0;     // By our reader.
  int not_loaded = 0;  // By the library.
  int failed = 0;      // Loaded, and a run said why not.
  int answered = 0;
};

// A request that fits whatever the file says of its inputs.
Result<std::vector<Tensor>> SomeRows(std::span<const TensorSpec> specs) {
  std::vector<Tensor> rows;
  for (const TensorSpec& spec : specs) {
    Shape shape = spec.shape;
    for (std::int64_t& dimension : shape) {
      dimension = dimension < 0 ? 1 : dimension;
    }
    ARM_TRY(auto tensor, Tensor::Make(spec.type, std::move(shape)));
    rows.push_back(std::move(tensor));
  }
  return rows;
}

void Try(OnnxRuntime& runtime, std::span<const std::byte> bytes, Tally& tally) {
  const auto summary = ReadOnnx(bytes);
  if (!summary) {
    ++tally.refused;
    return;
  }
  // Either outcome is right, but it must be one.
  const bool has_signature = ReadSignature(*summary).has_value();
  const auto evaluator = runtime.Load(bytes, *summary);
  if (!evaluator || !has_signature) {
    ++tally.not_loaded;
    return;
  }
  const auto rows = SomeRows(summary->inputs);
  const auto outputs = SelectOutputs(summary->outputs, {});
  const bool answered = rows && outputs && (*evaluator)->Run(*rows, *outputs, 500ms);
  ++(answered ? tally.answered : tally.failed);
}

int MutationsPerFile() {
  const char* wanted = std::getenv("ARMILLARY_MUTATIONS");
  return wanted == nullptr ? 60 : std::atoi(wanted);
}

TEST(OnnxMutationTest, EveryBrokenFileIsRefusedOrAnswersWithinASecond) {
  auto runtime = OnnxRuntime::Start();
  ASSERT_THAT(runtime, Succeeds());
  Tally tally;
  int files = 0;
  auto slowest = std::chrono::steady_clock::duration::zero();
  for (const std::string& name : ModelFileNames()) {
    const ModelFile original = ReadModelFile(name);
    for (int seed = 0; seed < MutationsPerFile(); ++seed) {
      SCOPED_TRACE(name + ", seed " + std::to_string(seed));
      const auto bytes = Mutator(static_cast<std::uint64_t>(seed)).Mutate(original.bytes);
      const auto start = std::chrono::steady_clock::now();
      Try(**runtime, bytes, tally);
      const auto took = std::chrono::steady_clock::now() - start;
      EXPECT_LT(took, 1s);
      slowest = std::max(slowest, took);
      ++files;
    }
  }
  std::cout << files << " files: " << tally.refused << " refused by the reader, "
            << tally.not_loaded << " by the library, " << tally.failed << " failed on input, "
            << tally.answered << " answered; slowest "
            << std::chrono::duration_cast<std::chrono::microseconds>(slowest).count() << " us\n";
  EXPECT_GE(files, 200);
  EXPECT_GT(tally.refused, files / 3);
  EXPECT_GT(tally.answered, 0);
}

TEST(OnnxMutationTest, EveryTruncationIsRefused) {
  for (const std::string& name : ModelFileNames()) {
    const ModelFile original = ReadModelFile(name);
    ASSERT_THAT(ReadOnnx(original.bytes), Succeeds());
    std::size_t kept = 0;
    for (std::size_t length = 0; length < original.bytes.size(); ++length) {
      kept += ReadOnnx(std::span(original.bytes).first(length)) ? 1 : 0;
    }
    // Only fields at the end that may be left out can be cut off unnoticed.
    EXPECT_LE(kept, 4U) << name;
  }
}

}  // namespace
}  // namespace armillary::inference
