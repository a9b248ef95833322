#include "serving/records.h"

#include <cmath>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::serving {
namespace {

using inference::Column;
using inference::ColumnType;
using inference::ElementType;
using inference::Tensor;

inference::Signature Everything() {
  inference::Signature signature;
  signature.columns = {
      Column{.name = "age", .type = ColumnType::Double, .minimum = 0.0, .maximum = 150.0},
      Column{.name = "visits", .type = ColumnType::Int64},
      Column{.name = "score", .type = ColumnType::Float, .required = false, .nullable = true},
      Column{.name = "plan",
             .type = ColumnType::String,
             .required = false,
             .default_value = std::string("free"),
             .categories = {std::string("free"), std::string("paid")}},
      Column{.name = "note",
             .type = ColumnType::String,
             .required = false,
             .nullable = true,
             .missing = std::string(inference::kMissingText)},
      Column{.name = "active", .type = ColumnType::Bool, .required = false, .default_value = true},
      Column{.name = "week", .type = ColumnType::Float, .required = true, .size = 3},
  };
  return signature;
}

class RecordBatchTest : public testing::Test {
 protected:
  std::size_t At(std::string_view key) { return *batch_.Find(key); }

  // A row with what must be there.
  void FillRequired() {
    ASSERT_THAT(batch_.BeginRow(), Succeeds());
    ASSERT_THAT(batch_.SetNumber(At("age"), 41.5), Succeeds());
    ASSERT_THAT(batch_.SetNumber(At("visits"), 7), Succeeds());
    ASSERT_THAT(batch_.SetNumbers(At("week"), std::vector<Number>{1, 2, 3}), Succeeds());
  }

  const inference::Signature signature_ = Everything();
  RecordBatch batch_{signature_, 3};
};

TEST_F(RecordBatchTest, BecomesOneTensorForEachColumn) {
  FillRequired();
  ASSERT_THAT(batch_.SetNumber(At("score"), 0.5), Succeeds());
  ASSERT_THAT(batch_.SetText(At("plan"), "paid"), Succeeds());
  ASSERT_THAT(batch_.SetText(At("note"), ""), Succeeds());
  ASSERT_THAT(batch_.SetBool(At("active"), false), Succeeds());
  ASSERT_THAT(batch_.EndRow(), Succeeds());

  const auto tensors = batch_.Take();

  ASSERT_THAT(tensors, Succeeds());
  ASSERT_EQ(tensors->size(), 7U);
  EXPECT_THAT((*tensors)[0].Values<double>(), testing::ElementsAre(41.5));
  EXPECT_THAT((*tensors)[1].Values<std::int64_t>(), testing::ElementsAre(7));
  EXPECT_THAT((*tensors)[2].Values<float>(), testing::ElementsAre(0.5F));
  EXPECT_THAT((*tensors)[3].Strings(), testing::ElementsAre("paid"));
  EXPECT_THAT((*tensors)[4].Strings(), testing::ElementsAre(""));
  EXPECT_THAT((*tensors)[5].Values<bool>(), testing::ElementsAre(false));
  EXPECT_THAT((*tensors)[6].Values<float>(), testing::ElementsAre(1, 2, 3));
  EXPECT_EQ((*tensors)[6].Dimensions(), (inference::Shape{1, 3}));
}

TEST_F(RecordBatchTest, FillsWhatIsLeftOutAndSaysSo) {
  FillRequired();
  ASSERT_THAT(batch_.EndRow(), Succeeds());

  EXPECT_THAT(batch_.MissingColumns(), testing::ElementsAre("score", "plan", "note", "active"));
  const auto tensors = batch_.Take();
  ASSERT_THAT(tensors, Succeeds());
  EXPECT_TRUE(std::isnan((*tensors)[2].Values<float>().front()));
  EXPECT_THAT((*tensors)[3].Strings(), testing::ElementsAre("free"));
  EXPECT_THAT((*tensors)[4].Strings(), testing::ElementsAre(inference::kMissingText));
  EXPECT_THAT((*tensors)[5].Values<bool>(), testing::ElementsAre(true));
}

TEST_F(RecordBatchTest, TakesNullOnlyWhereAColumnMayBeMissing) {
  FillRequired();
  EXPECT_THAT(batch_.SetNull(At("score")), Succeeds());
  EXPECT_THAT(batch_.SetNull(At("note")), Succeeds());
  EXPECT_THAT(batch_.SetNull(At("plan")), FailsWithField(ErrorCode::RecordWrongType, "plan"));
}

TEST_F(RecordBatchTest, NamesTheColumnThatIsMissing) {
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  ASSERT_THAT(batch_.SetNumber(At("age"), 1), Succeeds());

  EXPECT_THAT(batch_.EndRow(), FailsWithField(ErrorCode::RecordMissingColumn, "visits"));
}

TEST_F(RecordBatchTest, NamesColumnAndRecordOfAWrongType) {
  FillRequired();
  ASSERT_THAT(batch_.EndRow(), Succeeds());
  ASSERT_THAT(batch_.BeginRow(), Succeeds());

  const auto set = batch_.SetText(At("age"), "old");

  ASSERT_THAT(set, FailsWithField(ErrorCode::RecordWrongType, "age"));
  EXPECT_EQ(set.error().message, "record 1: the column age takes a number, not a text");
}

TEST_F(RecordBatchTest, RefusesEveryTypeThatAColumnDoesNotTake) {
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  const std::vector<Result<void>> sets = {
      batch_.SetBool(At("age"), true),     batch_.SetNumber(At("visits"), 1.5),
      batch_.SetNumber(At("score"), 1e39), batch_.SetNumber(At("plan"), 1),
      batch_.SetNumber(At("active"), 1),   batch_.SetNumber(At("week"), 1)};
  for (const auto& set : sets) {
    EXPECT_THAT(set, FailsWith(ErrorCode::RecordWrongType));
  }
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  EXPECT_THAT(batch_.SetNumbers(At("week"), std::vector<Number>{1, 2}),
              FailsWith(ErrorCode::RecordWrongType));
  EXPECT_THAT(batch_.SetNumbers(At("age"), std::vector<Number>{1}),
              FailsWith(ErrorCode::RecordWrongType));
  EXPECT_THAT(batch_.SetOther(At("note"), "an object"), FailsWith(ErrorCode::RecordWrongType));
  EXPECT_THAT(batch_.SetNumber(At("visits"), 9223372036854775808.0),
              FailsWith(ErrorCode::RecordWrongType));
}

TEST_F(RecordBatchTest, TakesAWholeNumberInEitherForm) {
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  EXPECT_THAT(batch_.SetNumber(At("visits"), 12.0), Succeeds());
  EXPECT_THAT(batch_.SetNumber(At("age"), 12), Succeeds());
}

TEST_F(RecordBatchTest, KeepsWholeNumbersBeyondFractions) {
  FillRequired();
  ASSERT_THAT(batch_.EndRow(), Succeeds());
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  ASSERT_THAT(batch_.SetNumber(At("visits"), 9007199254740993), Succeeds());

  EXPECT_EQ((*batch_.Take())[1].Values<std::int64_t>()[1], 9007199254740993);
}

TEST_F(RecordBatchTest, HoldsValuesToTheFences) {
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  EXPECT_THAT(batch_.SetNumber(At("age"), 151), FailsWithField(ErrorCode::OutOfRange, "age"));
  EXPECT_THAT(batch_.SetText(At("plan"), "gold"), FailsWithField(ErrorCode::NotOneOf, "plan"));
  EXPECT_THAT(batch_.SetText(At("note"), inference::kMissingText),
              FailsWithField(ErrorCode::InvalidCharacters, "note"));
}

TEST_F(RecordBatchTest, HoldsAFloatToItsFencesAsItIsKept) {
  const double tenth = static_cast<double>(0.1F);  // More than 0.1.
  inference::Signature signature;
  signature.columns = {
      Column{.name = "low", .type = ColumnType::Float, .minimum = tenth},
      Column{.name = "known", .type = ColumnType::Float, .categories = {tenth, 0.5}},
  };
  RecordBatch batch(signature, 1);
  ASSERT_THAT(batch.BeginRow(), Succeeds());

  EXPECT_THAT(batch.SetNumber(0, 0.1), Succeeds());
  EXPECT_THAT(batch.SetNumber(1, 0.1), Succeeds());

  RecordBatch below(signature, 1);
  ASSERT_THAT(below.BeginRow(), Succeeds());
  EXPECT_THAT(below.SetNumber(0, 0.09), FailsWithField(ErrorCode::OutOfRange, "low"));
  EXPECT_THAT(below.SetNumber(1, 0.2), FailsWithField(ErrorCode::NotOneOf, "known"));
}

TEST_F(RecordBatchTest, RefusesTheTextThatStandsForAMissingOne) {
  inference::Signature signature = Everything();
  signature.columns[4].missing = "n/a";
  RecordBatch batch(signature, 1);
  ASSERT_THAT(batch.BeginRow(), Succeeds());

  EXPECT_THAT(batch.SetText(4, "n/a"), FailsWithField(ErrorCode::InvalidCharacters, "note"));
}

TEST_F(RecordBatchTest, RefusesAColumnThatComesTwice) {
  FillRequired();
  EXPECT_THAT(batch_.SetNumber(At("age"), 1), FailsWithField(ErrorCode::DuplicateColumn, "age"));
  ASSERT_THAT(batch_.EndRow(), Succeeds());

  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  EXPECT_THAT(batch_.SetNumber(At("age"), 1), Succeeds());
}

TEST_F(RecordBatchTest, RemembersKeysThatAreNoColumn) {
  ASSERT_THAT(batch_.BeginRow(), Succeeds());
  EXPECT_EQ(batch_.Find("shoe"), std::nullopt);
  EXPECT_EQ(batch_.Find("hat"), std::nullopt);
  EXPECT_EQ(batch_.Find("shoe"), std::nullopt);
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(batch_.Find("key" + std::to_string(i)), std::nullopt);
  }

  EXPECT_EQ(batch_.UnknownColumns().size(), 100U);
  EXPECT_EQ(batch_.UnknownColumns()[1], "hat");
}

TEST_F(RecordBatchTest, RefusesMoreRowsThanTheLimit) {
  for (int i = 0; i < 3; ++i) {
    FillRequired();
    ASSERT_THAT(batch_.EndRow(), Succeeds());
  }
  const auto more = batch_.BeginRow();

  ASSERT_THAT(more, FailsWith(ErrorCode::TooManyRows));
  EXPECT_EQ(more.error().rule, "at most 3 records");
}

class MeaningTest : public testing::Test {
 protected:
  MeaningTest() {
    signature_.outputs = {.label = 1, .probabilities = 0};
    signature_.classes = {std::string("No"), std::string("Yes")};
  }

  Result<RecordAnswers> Meaning(inference::Shape label, inference::Shape probabilities) {
    std::vector<Tensor> outputs;
    outputs.push_back(*Tensor::Make(ElementType::Int64, std::move(label)));
    outputs.push_back(*Tensor::Make(ElementType::Fp32, std::move(probabilities)));
    return MeaningOf(signature_, 2, std::move(outputs));
  }

  inference::Signature signature_;
};

TEST_F(MeaningTest, AsksForOutputsInTheOrderOfTheirMeaning) {
  EXPECT_THAT(OutputsOf(signature_), testing::ElementsAre(1, 0));
}

TEST_F(MeaningTest, TakesLabelsWithOneOrTwoDimensions) {
  const auto flat = Meaning({2}, {2, 2});
  ASSERT_THAT(flat, Succeeds());
  EXPECT_EQ(flat->width, 2U);
  EXPECT_FALSE(flat->value);
  EXPECT_THAT(Meaning({2, 1}, {2, 2}), Succeeds());
}

TEST_F(MeaningTest, RefusesAnswersThatDoNotFitRowsOrClasses) {
  EXPECT_THAT(Meaning({1}, {2, 2}), FailsWith(ErrorCode::PredictionFailed));
  EXPECT_THAT(Meaning({2}, {2, 3}), FailsWith(ErrorCode::PredictionFailed));
  EXPECT_THAT(Meaning({2}, {1, 3}), FailsWith(ErrorCode::PredictionFailed));
}

}  // namespace
}  // namespace armillary::serving
