#include "serving/predict.h"

#include <filesystem>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_system.h"
#include "base/random.h"
#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"
#include "inference/onnx_runtime.h"
#include "inference/testing/model_files.h"
#include "inference/testing/onnx_builder.h"
#include "objects/testing/memory_store.h"
#include "serving/stored_models.h"
#include "serving/testing/serving_fakes.h"

namespace armillary::serving {
namespace {

using inference::ModelFile;
using inference::ReadModelFile;
using std::string;

const TenantId kAcme{"acme"};

// The serving side as it is put together in the server, over a store in memory.
class PredictServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto keys = keys::KeyRing::Open(
        {.folder = folder_.Path() / "keys", .if_missing = keys::KeySources::IfMissing::Create},
        files_, random_);
    ASSERT_THAT(keys, Succeeds());
    keys_ = std::make_unique<keys::KeyRing>(*std::move(keys));
    auto runtime = inference::OnnxRuntime::Start();
    ASSERT_THAT(runtime, Succeeds());
    runtime_ = *std::move(runtime);
    source_ = std::make_unique<StoredModels>(store_, *keys_, *runtime_, inference::OnnxLimits{});
    models_ = std::make_unique<ResidentModels>(*source_, clock_, ResidentModels::Options{});
    service_ =
        std::make_unique<PredictService>(index_, *models_, PredictService::Options{.rows = 5});
  }

  DeployedVersion Store(const ModelFile& file, std::int64_t number) {
    const auto stored = objects::Put(store_, kAcme, file.bytes);
    EXPECT_THAT(stored, Succeeds());
    return {.number = number,
            .id = {"version-" + std::to_string(number)},
            .digest = stored->digest,
            .size_bytes = stored->size};
  }

  // Signs and publishes; `alter` may change the record after it was signed.
  void Deploy(const string& model, const DeployedVersion& live,
              const std::optional<DeployedVersion>& previous = {},
              void (*alter)(Deployment&) = nullptr) {
    Deployment deployment;
    deployment.key = {.tenant = kAcme, .environment = {"research"}, .model = {model}};
    deployment.model = {"id-of-" + model};
    deployment.entry = ++entries_;
    deployment.live = live;
    deployment.previous = previous;
    deployment.signature = keys_->Sign(CanonicalBytes(deployment));
    if (alter != nullptr) {
      alter(deployment);
    }
    index_.Publish(std::make_shared<const Deployment>(std::move(deployment)));
  }

  Result<Route> Resolve(const string& model, std::optional<std::int64_t> version = {}) {
    return service_->Resolve(
        {.tenant = kAcme.value, .environment = "research", .model = model, .version = version});
  }

  Result<PinnedModel> Pin(const string& model, std::optional<std::int64_t> version = {}) {
    ARM_TRY(const Route route, Resolve(model, version));
    return service_->Pin(route);
  }

  TempFolder folder_;
  LocalFileSystem files_;
  SystemRandom random_;
  FakeClock clock_;
  objects::MemoryStore store_{clock_};
  DeploymentIndex index_;
  std::int64_t entries_ = 0;
  std::unique_ptr<keys::KeyRing> keys_;
  std::unique_ptr<inference::OnnxRuntime> runtime_;
  std::unique_ptr<StoredModels> source_;
  std::unique_ptr<ResidentModels> models_;
  std::unique_ptr<PredictService> service_;
};

TEST_F(PredictServiceTest, AnswersTensorsAsTheReferenceDid) {
  const ModelFile file = ReadModelFile("logistic");
  Deploy("churn", Store(file, 1));
  const auto model = Pin("churn");
  ASSERT_THAT(model, Succeeds());

  const auto answer = service_->Infer(
      **model, {.inputs = {{.name = "x", .tensor = file.inputs.at("x")}}, .outputs = {}});

  ASSERT_THAT(answer, Succeeds());
  ASSERT_EQ(answer->size(), 2U);
  for (const auto& output : *answer) {
    EXPECT_LE(inference::LargestDifference(output.tensor, file.outputs.at(output.name)), 1e-6);
  }
}

TEST_F(PredictServiceTest, AnswersRecordsAsTheReferenceDid) {
  const ModelFile file = ReadModelFile("churn");
  Deploy("churn", Store(file, 1));
  const auto model = Pin("churn");
  ASSERT_THAT(model, Succeeds());
  auto batch = service_->NewBatch(**model);
  ASSERT_THAT(batch, Succeeds());
  for (std::size_t row = 0; row < 3; ++row) {
    ASSERT_THAT(batch->BeginRow(), Succeeds());
    for (const string name : {"tenure", "charges"}) {
      const double value = file.inputs.at(name).Values<float>()[row];
      ASSERT_THAT(batch->SetNumber(*batch->Find(name), value), Succeeds());
    }
    const string& contract = file.inputs.at("contract").Strings()[row];
    ASSERT_THAT(batch->SetText(*batch->Find("contract"), contract), Succeeds());
    ASSERT_THAT(batch->EndRow(), Succeeds());
  }

  const auto answers = service_->Predict(**model, *std::move(batch));

  ASSERT_THAT(answers, Succeeds());
  EXPECT_EQ(answers->rows, 3U);
  EXPECT_EQ(answers->width, 2U);
  EXPECT_EQ(inference::LargestDifference(*answers->label, file.outputs.at("label")), 0);
  EXPECT_LE(inference::LargestDifference(*answers->probabilities, file.outputs.at("probabilities")),
            1e-6);
}

TEST_F(PredictServiceTest, AnswersOnlyTheLiveAndThePreviousVersion) {
  const auto first = Store(ReadModelFile("logistic"), 1);
  const auto second = Store(ReadModelFile("forest"), 2);
  Deploy("churn", second, first);

  EXPECT_EQ(Resolve("churn")->version->number, 2);
  EXPECT_EQ(Resolve("churn", 2)->version->number, 2);
  EXPECT_EQ(Resolve("churn", 1)->version->number, 1);
  EXPECT_THAT(Resolve("churn", 3), FailsWith(ErrorCode::ModelNotDeployed));
}

TEST_F(PredictServiceTest, AnswersTheSameForAMissingAForeignAndAStoppedModel) {
  Deploy("churn", Store(ReadModelFile("logistic"), 1));
  Deployment stopped;
  stopped.key = {.tenant = kAcme, .environment = {"research"}, .model = {"stopped"}};
  index_.Publish(std::make_shared<const Deployment>(stopped));

  const auto missing = Resolve("nothing");
  const auto foreign =
      service_->Resolve({.tenant = "globex", .environment = "research", .model = "churn"});
  ASSERT_THAT(missing, FailsWith(ErrorCode::ModelNotDeployed));
  ASSERT_THAT(foreign, FailsWith(ErrorCode::ModelNotDeployed));
  EXPECT_EQ(missing.error(), foreign.error());
  EXPECT_EQ(missing.error(), Resolve("stopped").error());
}

TEST_F(PredictServiceTest, PinsWithoutWaitingOnlyWhatIsInMemory) {
  Deploy("churn", Store(ReadModelFile("logistic"), 1));
  const auto route = Resolve("churn");
  ASSERT_THAT(route, Succeeds());
  ASSERT_EQ(service_->TryPin(*route), nullptr);
  ASSERT_THAT(service_->Pin(*route), Succeeds());

  EXPECT_NE(service_->TryPin(*route), nullptr);
}

TEST_F(PredictServiceTest, RefusesADeploymentThatWasAlteredAfterItWasSigned) {
  const auto version = Store(ReadModelFile("logistic"), 1);
  Deploy("churn", version, {}, [](Deployment& each) { each.live->number = 2; });
  EXPECT_THAT(Pin("churn"), FailsWith(ErrorCode::SignatureInvalid));

  Deploy("leads", version, {}, [](Deployment& each) { each.signature.bytes[0] ^= std::byte{1}; });
  EXPECT_THAT(Pin("leads"), FailsWith(ErrorCode::SignatureInvalid));
  EXPECT_EQ(models_->Count().models, 0U);
}

TEST_F(PredictServiceTest, RefusesAModelWhoseBytesWereLostOrChanged) {
  const ModelFile file = ReadModelFile("logistic");
  const auto version = Store(file, 1);
  Deploy("churn", version);
  const objects::ObjectName name{.tenant = kAcme, .digest = version.digest};
  store_.Corrupt(name, ReadModelFile("linear").bytes);
  EXPECT_THAT(Pin("churn"), FailsWith(ErrorCode::StorageCorrupt));

  clock_.Advance(std::chrono::seconds(3));
  ASSERT_THAT(store_.Remove(name), Succeeds());
  EXPECT_THAT(Pin("churn"), FailsWith(ErrorCode::StorageCorrupt));

  clock_.Advance(std::chrono::seconds(3));
  ASSERT_THAT(objects::Put(store_, kAcme, file.bytes), Succeeds());
  EXPECT_THAT(Pin("churn"), Succeeds());
}

TEST_F(PredictServiceTest, RefusesMoreRowsThanAllowed) {
  Deploy("churn", Store(ReadModelFile("logistic"), 1));
  const auto model = Pin("churn");
  ASSERT_THAT(model, Succeeds());
  auto six = inference::Tensor::Make(inference::ElementType::Fp32, {6, 10});

  EXPECT_THAT(service_->Infer(**model, {.inputs = {{.name = "x", .tensor = *six}}, .outputs = {}}),
              FailsWith(ErrorCode::TooManyRows));
  EXPECT_EQ(service_->MostRows(**model), 5U);
  EXPECT_FALSE(service_->IsQuick(**model, {.rows = 6}));
}

TEST_F(PredictServiceTest, HoldsTensorsToTheColumnsFences) {
  const ModelFile file = ReadModelFile("churn");
  Deploy("churn", Store(file, 1));
  const auto model = Pin("churn");
  ASSERT_THAT(model, Succeeds());
  InferRequest request;
  for (const auto& [name, tensor] : file.inputs) {
    request.inputs.push_back({.name = name, .tensor = tensor});
  }
  ASSERT_THAT(service_->Infer(**model, request), Succeeds());
  for (auto& input : request.inputs) {
    if (input.name == "tenure") {
      input.tensor.Values<float>()[1] = 1'000;
    }
  }

  EXPECT_THAT(service_->Infer(**model, request),
              FailsWithField(ErrorCode::TensorValueInvalid, "tenure"));
}

// Trees that leave at their root for zeros, and go through all their levels for larger numbers.
std::vector<std::byte> DeepTrees(std::int64_t trees, std::int64_t levels) {
  using Numbers = std::vector<std::int64_t>;
  Numbers tree;
  Numbers node;
  Numbers when_true;
  Numbers when_false;
  inference::Names modes;
  Numbers leaf_tree;
  Numbers leaf;
  for (std::int64_t i = 0; i < trees; ++i) {
    for (std::int64_t at = 0; at <= 2 * levels; ++at) {
      tree.push_back(i);
      node.push_back(at);
      if (at % 2 == 0 && at < 2 * levels) {
        modes.emplace_back("BRANCH_LEQ");
        when_true.push_back(at + 1);
        when_false.push_back(at + 2);
      } else {
        modes.emplace_back("LEAF");
        when_true.push_back(0);
        when_false.push_back(0);
        leaf_tree.push_back(i);
        leaf.push_back(at);
      }
    }
  }
  const inference::Message ensemble =
      inference::Node("TreeEnsembleRegressor", {"x"}, {"y"},
                      {inference::IntegersAttribute("nodes_treeids", tree),
                       inference::IntegersAttribute("nodes_nodeids", node),
                       inference::IntegersAttribute("nodes_featureids", Numbers(node.size(), 0)),
                       inference::IntegersAttribute("nodes_truenodeids", when_true),
                       inference::IntegersAttribute("nodes_falsenodeids", when_false),
                       inference::TextsAttribute("nodes_modes", modes),
                       inference::FloatsAttribute("nodes_values", node.size()),
                       inference::IntegersAttribute("target_treeids", leaf_tree),
                       inference::IntegersAttribute("target_nodeids", leaf),
                       inference::IntegersAttribute("target_ids", Numbers(leaf.size(), 0)),
                       inference::FloatsAttribute("target_weights", leaf.size())},
                      "ai.onnx.ml");
  const auto graph = inference::Message()
                         .Child(inference::kGraphNode, ensemble)
                         .Bytes(2, "graph")
                         .Child(inference::kGraphInput, inference::Value("x", 1, {-1, 1}))
                         .Child(inference::kGraphOutput, inference::Value("y", 1, {-1, 1}));
  return inference::BytesOf(inference::Model(graph));
}

TEST_F(PredictServiceTest, TakesNoModelAsQuickThatIsSlowOnlyForSomeRows) {
  const auto is_quick = [&](const std::vector<std::byte>& file) {
    LoadedModel model;
    model.summary = *inference::ReadOnnx(file);
    model.row_cost = std::chrono::microseconds(1);  // As zeros would cost.
    return service_->IsQuick(model, {.rows = 1});
  };
  EXPECT_TRUE(is_quick(DeepTrees(4, 4)));
  EXPECT_FALSE(is_quick(DeepTrees(4, 2'000)));
}

TEST_F(PredictServiceTest, TakesNoRequestAsQuickWhoseTextsAreLong) {
  LoadedModel model;
  model.summary.most_rows = 5;
  model.summary.string_cells_per_row = 3;
  model.row_cost = std::chrono::microseconds(2);

  EXPECT_TRUE(service_->IsQuick(model, {.rows = 1, .longest_text = 100}));
  EXPECT_FALSE(service_->IsQuick(model, {.rows = 1, .longest_text = 8'000}));
  EXPECT_FALSE(service_->IsQuick(model, {.rows = 5, .longest_text = 1'000}));
}

TEST_F(PredictServiceTest, MeasuresWhatOneRowCosts) {
  Deploy("churn", Store(ReadModelFile("logistic"), 1));
  const auto model = Pin("churn");
  ASSERT_THAT(model, Succeeds());

  EXPECT_GT((*model)->row_cost.count(), 0);
  EXPECT_LT((*model)->row_cost, std::chrono::seconds(1));
  EXPECT_GT((*model)->bytes, (*model)->evaluator->MemoryBytes());
}

}  // namespace
}  // namespace armillary::serving
