#include "inference/model_class.h"

#include <gtest/gtest.h>

#include "inference/testing/model_files.h"

namespace armillary::inference {
namespace {

OnnxSummary OfWeight(std::size_t bytes) {
  OnnxSummary summary;
  summary.weight_bytes = bytes;
  return summary;
}

TEST(ModelClassTest, GuessesTextFromItsOperators) {
  EXPECT_EQ(GuessKind(*ReadOnnx(ReadModelFile("text").bytes)), ModelKind::Text);
  EXPECT_EQ(GuessKind(*ReadOnnx(ReadModelFile("forest").bytes)), ModelKind::Tabular);
}

TEST(ModelClassTest, GuessesTheClassFromTheWeights) {
  EXPECT_EQ(GuessClass(OfWeight(100)), SizeClass::Small);
  EXPECT_EQ(GuessClass(OfWeight(std::size_t{8} << 20U)), SizeClass::Medium);
  EXPECT_EQ(GuessClass(OfWeight(std::size_t{40} << 20U)), SizeClass::Large);
}

TEST(ModelClassTest, NamesEachKind) {
  for (int i = 0; i <= static_cast<int>(ModelKind::Ocr); ++i) {
    const auto kind = static_cast<ModelKind>(i);
    EXPECT_EQ(ParseKind(KindName(kind)), kind);
  }
  EXPECT_EQ(ParseKind("tables"), std::nullopt);
  EXPECT_EQ(ClassName(SizeClass::Medium), "medium");
}

}  // namespace
}  // namespace armillary::inference
