#include "inference/binding.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::inference {
namespace {

const std::vector<TensorSpec> kSpecs = {{"age", ElementType::Fp32, {-1, 1}},
                                        {"city", ElementType::Bytes, {-1, 1}}};

NamedTensor Given(const std::string& name, ElementType type, Shape shape) {
  return {.name = name, .tensor = *Tensor::Make(type, std::move(shape))};
}

Result<std::vector<Tensor>> Bind(std::vector<NamedTensor> tensors) {
  return BindInputs(kSpecs, std::move(tensors), 10);
}

TEST(BindInputsTest, PutsTensorsIntoTheOrderOfTheModel) {
  const auto bound =
      Bind({Given("city", ElementType::Bytes, {2, 1}), Given("age", ElementType::Fp32, {2, 1})});

  ASSERT_THAT(bound, Succeeds());
  EXPECT_EQ(bound->front().Type(), ElementType::Fp32);
  EXPECT_EQ(bound->back().Type(), ElementType::Bytes);
}

TEST(BindInputsTest, NamesTheInputThatIsWrong) {
  const NamedTensor age = Given("age", ElementType::Fp32, {2, 1});
  const NamedTensor city = Given("city", ElementType::Bytes, {2, 1});
  EXPECT_THAT(Bind({age}), FailsWithField(ErrorCode::MissingInput, "city"));
  EXPECT_THAT(Bind({age, city, Given("x", ElementType::Fp32, {2, 1})}),
              FailsWithField(ErrorCode::UnknownInput, "x"));
  EXPECT_THAT(Bind({age, age}), FailsWithField(ErrorCode::DuplicateInput, "age"));
  EXPECT_THAT(Bind({Given("age", ElementType::Fp64, {2, 1}), city}),
              FailsWithField(ErrorCode::TensorTypeMismatch, "age"));
}

TEST(BindInputsTest, RefusesShapesThatDoNotFit) {
  const NamedTensor city = Given("city", ElementType::Bytes, {2, 1});
  for (const Shape& shape : {Shape{2}, Shape{2, 2}, Shape{0, 1}, Shape{3, 1}}) {
    EXPECT_THAT(Bind({city, Given("age", ElementType::Fp32, shape)}),
                FailsWithField(ErrorCode::TensorShapeMismatch, "age"))
        << ShapeText(shape);
  }
}

TEST(BindInputsTest, SaysShapesInTheWordsThatClientsKnow) {
  const auto bound =
      Bind({Given("age", ElementType::Fp32, {2, 2}), Given("city", ElementType::Bytes, {2, 1})});

  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message, "unexpected shape for input 'age'. Expected [-1,1], got [2,2]");
}

TEST(BindInputsTest, RefusesMoreRowsThanTheModelTakes) {
  const auto bound =
      Bind({Given("age", ElementType::Fp32, {11, 1}), Given("city", ElementType::Bytes, {11, 1})});

  ASSERT_THAT(bound, FailsWith(ErrorCode::TooManyRows));
  EXPECT_EQ(bound.error().rule, "at most 10 rows");
}

TEST(SelectOutputsTest, GivesPositionsInTheOrderAskedFor) {
  EXPECT_THAT(*SelectOutputs(kSpecs, {}), testing::ElementsAre(0, 1));
  EXPECT_THAT(*SelectOutputs(kSpecs, std::vector<std::string>{"city", "age"}),
              testing::ElementsAre(1, 0));
}

TEST(SelectOutputsTest, RefusesOutputsThatAreNotThereOrTwice) {
  EXPECT_THAT(SelectOutputs(kSpecs, std::vector<std::string>{"x"}),
              FailsWithField(ErrorCode::UnknownOutput, "x"));
  EXPECT_THAT(SelectOutputs(kSpecs, std::vector<std::string>{"age", "age"}),
              FailsWithField(ErrorCode::DuplicateOutput, "age"));
}

}  // namespace
}  // namespace armillary::inference
