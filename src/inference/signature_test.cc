#include "inference/signature.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/testing/model_files.h"

namespace armillary::inference {
namespace {

using std::string;

OnnxSummary SummaryOf(const string& model) { return *ReadOnnx(ReadModelFile(model).bytes); }

// The churn model with a part of its signature replaced.
Result<std::optional<Signature>> ReadChanged(const string& from, const string& to) {
  OnnxSummary summary = SummaryOf("churn");
  string& text = summary.metadata.at(string(kSignatureKey));
  const auto at = text.find(from);
  EXPECT_NE(at, string::npos) << from << " in " << text;
  text.replace(at, from.size(), to);
  return ReadSignature(summary);
}

TEST(SignatureTest, IsReadFromTheFile) {
  const auto signature = ReadSignature(SummaryOf("churn"));

  ASSERT_THAT(signature, Succeeds());
  ASSERT_TRUE(signature->has_value());
  const Signature& read = **signature;
  EXPECT_EQ(read.task, Task::Classification);
  ASSERT_EQ(read.columns.size(), 3U);
  EXPECT_EQ(read.columns[0].name, "tenure");
  EXPECT_EQ(read.columns[0].maximum, 100);
  EXPECT_TRUE(read.columns[1].nullable);
  EXPECT_EQ(read.columns[2].default_value, ColumnValue(string("monthly")));
  EXPECT_THAT(read.classes,
              testing::ElementsAre(ClassLabel(string("No")), ClassLabel(string("Yes"))));
  EXPECT_EQ(read.outputs.probabilities, 1U);
  EXPECT_THAT(read.examples_json, testing::HasSubstr(R"("contract":"monthly")"));
  EXPECT_EQ(read.Find("contract"), 2U);
  EXPECT_EQ(read.Find("nothing"), std::nullopt);
}

TEST(SignatureTest, FollowsFromTheGraphWhereTheFileHasNone) {
  const auto logistic = ReadSignature(SummaryOf("logistic"));
  ASSERT_TRUE(logistic && *logistic);
  EXPECT_EQ((*logistic)->columns.front().size, 10U);
  EXPECT_EQ((*logistic)->outputs.label, 0U);
  EXPECT_EQ((*logistic)->outputs.probabilities, 1U);

  const auto linear = ReadSignature(SummaryOf("linear"));
  ASSERT_TRUE(linear && *linear);
  EXPECT_EQ((*linear)->task, Task::Regression);
  EXPECT_EQ((*linear)->outputs.value, 0U);
}

TEST(SignatureTest, IsNoneWhereTheGraphCannotBeAskedByRecords) {
  OnnxSummary summary = SummaryOf("logistic");
  summary.inputs.front().shape = {-1, 4, 4};

  const auto signature = ReadSignature(summary);

  ASSERT_THAT(signature, Succeeds());
  EXPECT_FALSE(signature->has_value());
}

TEST(SignatureTest, IsRefusedWhereItContradictsTheGraphOrItsForm) {
  const std::vector<std::pair<string, string>> changes = {
      {R"("format":1)", R"("format":2)"},
      {R"("format":1)", R"("format":1,"more":1)"},
      {R"("task":"classification")", R"("task":"regression")"},
      {R"("task":"classification")", R"("task":"sorting")"},
      {R"("name":"tenure")", R"("name":"tenor")"},
      {R"("name":"tenure","type":"float")", R"("name":"tenure","type":"double")"},
      {R"("name":"tenure","type":"float")", R"("name":"tenure","type":"float","size":4)"},
      {R"("name":"tenure","type":"float","required":true)", R"("name":"tenure","type":"float")"},
      {R"("minimum":0)", R"("minimum":"none")"},
      {R"("nullable":true)", R"("nullable":false)"},
      {R"("default":"monthly")", R"("default":3)"},
      {R"("default":"monthly")", R"("default":"monthly","nullable":true)"},
      {R"(["monthly","yearly"])", R"([1,2])"},
      {R"(["monthly","yearly"])", R"([])"},
      {R"("label":"label")", R"("label":"probabilities")"},
      {R"("label":"label")", R"("label":"nothing")"},
      {R"(["No","Yes"])", R"(["No","Yes","Perhaps"])"},
      {R"(["No","Yes"])", R"([null])"},
      {R"("examples":[{)", R"("examples":[1,{)"},
  };
  for (const auto& [from, to] : changes) {
    EXPECT_THAT(ReadChanged(from, to), FailsWith(ErrorCode::ModelSignatureInvalid))
        << from << " -> " << to;
  }
}

// A model of one input x, float [rows, 3], with that signature.
Result<std::optional<Signature>> ReadColumn(const string& column, const string& classes = "") {
  OnnxSummary summary;
  summary.inputs = {{"x", ElementType::Fp32, {-1, 3}}};
  summary.outputs = {{"label", ElementType::Bytes, {-1}}, {"p", ElementType::Fp32, {-1, -1}}};
  summary.metadata[string(kSignatureKey)] =
      R"({"format":1,"task":"classification","columns":[{"name":"x","type":"float","size":3,)" +
      column + R"(}],"outputs":{"label":"label","probabilities":"p"})" +
      (classes.empty() ? "}" : R"(,"classes":)" + classes + "}");
  return ReadSignature(summary);
}

TEST(SignatureTest, NeverLetsARecordLeaveOutAnArray) {
  ASSERT_THAT(ReadColumn(R"("required":true)"), Succeeds());
  for (const string column : {R"("required":false,"nullable":true)", R"("required":false)",
                              R"("required":true,"nullable":true)"}) {
    EXPECT_THAT(ReadColumn(column), FailsWith(ErrorCode::ModelSignatureInvalid)) << column;
  }
}

TEST(SignatureTest, TakesOnlyLabelsThatAnAnswerCanNameApart) {
  const auto read = [](const string& classes) {
    return ReadColumn(R"("required":true)", "[" + classes + "]");
  };
  EXPECT_THAT(read(R"("a","b",1,2)"), Succeeds());
  EXPECT_THAT(read(R"("a","a")"), FailsWith(ErrorCode::ModelSignatureInvalid));
  EXPECT_THAT(read(R"(1,"1")"), FailsWith(ErrorCode::ModelSignatureInvalid));
  EXPECT_THAT(read(R"(7,7)"), FailsWith(ErrorCode::ModelSignatureInvalid));
}

string Repeated(const string& part, int times) {
  string text;
  for (int i = 0; i < times; ++i) {
    text += part;
  }
  return text;
}

TEST(SignatureTest, TakesOnlyLabelsThatEachAnswerCanRepeat) {
  const auto read = [](const string& classes) {
    return ReadColumn(R"("required":true)", "[" + classes + "]");
  };
  EXPECT_THAT(read("\"" + Repeated("\xC3\xA9", 250) + "\""), Succeeds());
  const auto too_long = read("\"" + Repeated("\xC3\xA9", 251) + "\"");
  ASSERT_THAT(too_long, FailsWithField(ErrorCode::ModelSignatureInvalid, "signature.classes"));
  EXPECT_EQ(too_long.error().rule, "at most 250 characters in each label");

  string many = "0";
  for (int i = 1; i < 300; ++i) {
    many += ",\"" + std::to_string(i) + string(240, 'x') + "\"";
  }
  const auto too_many = read(many);
  ASSERT_THAT(too_many, FailsWithField(ErrorCode::ModelSignatureInvalid, "signature.classes"));
  EXPECT_EQ(too_many.error().rule, "at most 65536 bytes in all labels");
}

TEST(SignatureTest, TakesColumnNamesAsLongAsItsSchemaSays) {
  const auto read = [](const string& name) {
    OnnxSummary summary = SummaryOf("churn");
    summary.inputs.front().name = name;
    string& text = summary.metadata.at(string(kSignatureKey));
    text.replace(text.find("tenure"), 6, name);
    return ReadSignature(summary);
  };
  EXPECT_THAT(read(Repeated("\xC3\xA9", 250)), Succeeds());
  EXPECT_THAT(read(string(251, 'c')), FailsWith(ErrorCode::ModelSignatureInvalid));
}

TEST(SignatureTest, IsRefusedWhereItIsNoJson) {
  OnnxSummary summary = SummaryOf("churn");
  summary.metadata[string(kSignatureKey)] = "{\"format\":1,";

  EXPECT_THAT(ReadSignature(summary), FailsWith(ErrorCode::ModelSignatureInvalid));
}

class FencesTest : public testing::Test {
 protected:
  Result<void> Check(float tenure, float charges, const string& contract) {
    std::vector<Tensor> inputs;
    for (const float value : {tenure, charges}) {
      inputs.push_back(*Tensor::Make(ElementType::Fp32, {1, 1}));
      inputs.back().Values<float>().front() = value;
    }
    inputs.push_back(*Tensor::FromStrings({1, 1}, {contract}));
    return CheckFences(signature_, inputs);
  }

  const Signature signature_ = **ReadSignature(SummaryOf("churn"));
  static constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
};

TEST_F(FencesTest, LetThroughWhatTheModelTakes) {
  EXPECT_THAT(Check(3, 70, "monthly"), Succeeds());
  EXPECT_THAT(Check(0, 70, "yearly"), Succeeds());
  EXPECT_THAT(Check(100, kNan, "yearly"), Succeeds());
}

TEST_F(FencesTest, StopWhatTheModelNeverSaw) {
  EXPECT_THAT(Check(-1, 70, "yearly"), FailsWithField(ErrorCode::TensorValueInvalid, "tenure"));
  EXPECT_THAT(Check(101, 70, "yearly"), FailsWithField(ErrorCode::TensorValueInvalid, "tenure"));
  EXPECT_THAT(Check(kNan, 70, "yearly"), FailsWithField(ErrorCode::TensorValueInvalid, "tenure"));
  EXPECT_THAT(Check(3, INFINITY, "yearly"),
              FailsWithField(ErrorCode::TensorValueInvalid, "charges"));
  EXPECT_THAT(Check(3, 70, "weekly"), FailsWithField(ErrorCode::TensorValueInvalid, "contract"));
  EXPECT_THAT(Check(3, 70, string(kMissingText)),
              FailsWithField(ErrorCode::TensorValueInvalid, "contract"));
}

TEST_F(FencesTest, AreNoneForASignatureThatWasGuessed) {
  auto guessed = ReadSignature(SummaryOf("linear"));
  ASSERT_TRUE(guessed && *guessed);
  std::vector<Tensor> inputs;
  inputs.push_back(*Tensor::Make(ElementType::Fp32, {1, 10}));
  inputs.front().Values<float>().front() = kNan;

  EXPECT_THAT(CheckFences(**guessed, inputs), Succeeds());
}

}  // namespace
}  // namespace armillary::inference
