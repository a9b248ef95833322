#include "api/records_answer.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/signature.h"
#include "inference/tensor.h"

namespace armillary::api {
namespace {

using inference::ClassLabel;
using inference::Signature;
using inference::Tensor;

template <class T>
Tensor Numbers(std::vector<T> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  Tensor tensor = *Tensor::Make(inference::ElementTypeOf<T>(), {count});
  std::ranges::copy(values, tensor.Values<T>().begin());
  return tensor;
}

Tensor Texts(std::vector<std::string> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  return *Tensor::FromStrings({count}, std::move(values));
}

// The part of the answer between the brackets of `predictions`.
class RecordsAnswerTest : public testing::Test {
 protected:
  Result<std::string> Write(const serving::RecordAnswers& answers, PredictOptions options = {},
                            std::size_t most_bytes = 10'000) {
    return WriteRecordsAnswer({.model = "ch\"urn",
                               .version = 3,
                               .request_id = "r1",
                               .options = options,
                               .answers = answers,
                               .missing_columns = missing_,
                               .unknown_columns = unknown_,
                               .most_bytes = most_bytes});
  }
  std::string Predictions(const serving::RecordAnswers& answers, PredictOptions options = {}) {
    const auto text = Write(answers, options);
    if (!text) {
      return text.error().message;
    }
    const auto begin = text->find('[') + 1;
    return text->substr(begin, text->find("],\"missing_columns\"") - begin);
  }

  Signature signature_;
  std::vector<std::string> missing_;
  std::vector<std::string> unknown_;
};

TEST_F(RecordsAnswerTest, SaysAllThatTheContractAsksFor) {
  missing_ = {"tenure"};
  unknown_ = {"a\nb", "c"};
  signature_.classes = {ClassLabel("No"), ClassLabel("Yes")};
  const auto text = Write({.rows = 1,
                           .signature = &signature_,
                           .label = Texts({"Yes"}),
                           .probabilities = Numbers<float>({0.42556F, 0.57444F}),
                           .width = 2});
  EXPECT_EQ(text.value(), R"({"model":"ch\"urn","version":3,"request_id":"r1","predictions":[)"
                          R"({"label":"Yes","probabilities":{"No":0.42556,"Yes":0.57444}}],)"
                          R"("missing_columns":["tenure"],"unknown_columns":["a\nb","c"]})");
}

TEST_F(RecordsAnswerTest, WritesEachRecordInItsOrder) {
  signature_.classes = {ClassLabel(std::int64_t{0}), ClassLabel("a\"b")};
  EXPECT_EQ(Predictions({.rows = 2,
                         .signature = &signature_,
                         .label = Numbers<std::int64_t>({7, -8}),
                         .probabilities = Numbers<double>({0.1, 0.9, 1, 0}),
                         .width = 2}),
            R"({"label":7,"probabilities":{"0":0.1,"a\"b":0.9}},)"
            R"({"label":-8,"probabilities":{"0":1,"a\"b":0}})");
}

TEST_F(RecordsAnswerTest, WritesAnArrayWhereThereAreNoClasses) {
  EXPECT_EQ(Predictions({.rows = 2,
                         .signature = &signature_,
                         .probabilities = Numbers<float>({0.5F, 0.5F, 0.25F, 0.75F}),
                         .width = 2}),
            R"({"probabilities":[0.5,0.5]},{"probabilities":[0.25,0.75]})");
}

TEST_F(RecordsAnswerTest, WritesValues) {
  EXPECT_EQ(
      Predictions({.rows = 2, .signature = &signature_, .value = Numbers<double>({-1.5, 1e300})}),
      R"({"value":-1.5},{"value":1e+300})");
}

TEST_F(RecordsAnswerTest, WritesNullForAValueThatIsNotFinite) {
  EXPECT_EQ(Predictions({.rows = 2,
                         .signature = &signature_,
                         .value = Numbers<float>({std::nanf(""), -INFINITY})}),
            R"({"value":null},{"value":null})");
}

TEST_F(RecordsAnswerTest, LeavesOutProbabilitiesThatAreNotWanted) {
  signature_.classes = {ClassLabel("a")};
  EXPECT_EQ(Predictions({.rows = 1,
                         .signature = &signature_,
                         .label = Texts({"a"}),
                         .probabilities = Numbers<float>({std::nanf("")}),
                         .width = 1},
                        {.probabilities = false}),
            R"({"label":"a"})");
}

TEST_F(RecordsAnswerTest, RefusesAProbabilityThatIsNotFinite) {
  const auto text = Write({.rows = 2,
                           .signature = &signature_,
                           .probabilities = Numbers<float>({1, std::nanf("")}),
                           .width = 1});
  EXPECT_THAT(text, FailsWith(ErrorCode::PredictionFailed));
  EXPECT_THAT(text.error().message, testing::HasSubstr("record 1"));
}

TEST_F(RecordsAnswerTest, RefusesToBeLongerThanItsLimit) {
  signature_.classes = {ClassLabel(std::string(250, 'a')), ClassLabel("b")};
  const serving::RecordAnswers many = {.rows = 100,
                                       .signature = &signature_,
                                       .probabilities = Numbers(std::vector<float>(200, 0.5F)),
                                       .width = 2};
  const auto refused = Write(many, {}, 20'000);
  ASSERT_THAT(refused, FailsWithField(ErrorCode::TooManyRows, "/records"));
  EXPECT_EQ(refused.error().rule, "at most 20000 bytes in one answer");
  EXPECT_THAT(Write(many, {}, 50'000), Succeeds());
  EXPECT_THAT(Write(many, {.probabilities = false}, 20'000), Succeeds());
  EXPECT_THAT(Write({.rows = 1, .signature = &signature_, .label = Texts({std::string(9'000, 1)})},
                    {}, 20'000),
              FailsWith(ErrorCode::TooManyRows));
}

TEST_F(RecordsAnswerTest, IsNeverLongerThanItIsTakenToBe) {
  missing_ = {std::string(50, '"')};
  unknown_ = {std::string(250, '\x01')};
  signature_.classes = {ClassLabel("\x01"), ClassLabel(INT64_MIN)};
  const serving::RecordAnswers classified = {
      .rows = 1,
      .signature = &signature_,
      .label = Texts({"\x01\x02"}),
      .probabilities = Numbers<double>({-2.2250738585072014e-308, -2.2250738585072014e-308}),
      .width = 2};
  const serving::RecordAnswers valued = {
      .rows = 1, .signature = &signature_, .value = Numbers<double>({-2.2250738585072014e-308})};
  for (const serving::RecordAnswers& answers : {classified, valued}) {
    std::size_t least = 0;
    while (!Write(answers, {}, least)) {
      ++least;
    }
    EXPECT_LE(Write(answers)->size(), least);
  }
}

TEST_F(RecordsAnswerTest, RefusesALabelThatIsNotUtf8) {
  EXPECT_THAT(Write({.rows = 1, .signature = &signature_, .label = Texts({"\xC3"})}),
              FailsWith(ErrorCode::PredictionFailed));
}

}  // namespace
}  // namespace armillary::api
