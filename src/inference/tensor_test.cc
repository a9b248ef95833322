#include "inference/tensor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::inference {
namespace {

TEST(TensorTest, StartsWithZeros) {
  const auto tensor = Tensor::Make(ElementType::Fp32, {2, 3});

  ASSERT_THAT(tensor, Succeeds());
  EXPECT_EQ(tensor->Count(), 6U);
  EXPECT_EQ(tensor->Rows(), 2U);
  EXPECT_THAT(tensor->Values<float>(), testing::Each(0.0F));
}

TEST(TensorTest, KeepsWhatIsWritten) {
  auto tensor = Tensor::Make(ElementType::Int64, {2});
  ASSERT_THAT(tensor, Succeeds());
  tensor->Values<std::int64_t>()[1] = -7;

  EXPECT_THAT(std::as_const(*tensor).Values<std::int64_t>(), testing::ElementsAre(0, -7));
}

TEST(TensorTest, HasOneElementWithoutDimensions) {
  const auto tensor = Tensor::Make(ElementType::Fp64, {});

  ASSERT_THAT(tensor, Succeeds());
  EXPECT_EQ(tensor->Count(), 1U);
  EXPECT_EQ(tensor->Rows(), 1U);
}

TEST(TensorTest, TakesAsManyElementsAsItsShapeSays) {
  EXPECT_THAT(Tensor::FromStrings({2}, {"a", "b"}), Succeeds());
  EXPECT_THAT(Tensor::FromStrings({3}, {"a", "b"}), FailsWith(ErrorCode::TensorShapeMismatch));
  EXPECT_THAT(Tensor::FromBytes(ElementType::Fp32, {2}, std::vector<std::byte>(8)), Succeeds());
  EXPECT_THAT(Tensor::FromBytes(ElementType::Fp32, {2}, std::vector<std::byte>(7)),
              FailsWith(ErrorCode::TensorShapeMismatch));
}

TEST(TensorTest, RefusesShapesThatCannotBe) {
  for (const Shape& shape : {Shape{-1}, Shape{1, 1, 1, 1, 1, 1, 1, 1, 1},
                             Shape{std::int64_t{1} << 62U, 8}, Shape{0, std::int64_t{1} << 62U}}) {
    EXPECT_THAT(Tensor::Make(ElementType::Fp32, shape), FailsWith(ErrorCode::TensorShapeMismatch))
        << ShapeText(shape);
  }
}

TEST(TensorTest, RefusesMoreBytesThanAllowed) {
  EXPECT_THAT(Tensor::Make(ElementType::Fp64, {100}, 799),
              FailsWith(ErrorCode::TensorShapeMismatch));
  EXPECT_THAT(Tensor::Make(ElementType::Fp64, {100}, 800), Succeeds());
  EXPECT_THAT(Tensor::Make(ElementType::Bytes, {100}, 100),
              FailsWith(ErrorCode::TensorShapeMismatch));
}

TEST(ElementTypeTest, NamesEachTypeAsTheProtocolDoes) {
  for (int i = 0; i <= static_cast<int>(ElementType::Bytes); ++i) {
    const auto type = static_cast<ElementType>(i);
    EXPECT_EQ(ParseElementType(ElementTypeName(type)), type);
  }
  EXPECT_EQ(ParseElementType("fp32"), std::nullopt);
  EXPECT_EQ(ElementSize(ElementType::Fp16), 2U);
}

}  // namespace
}  // namespace armillary::inference
