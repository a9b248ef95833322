#include "base/result.h"

#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary {
namespace {

Result<int> Half(int number) {
  if (number % 2 != 0) {
    return Fail(ErrorCode::OutOfRange, "odd", "number", "even");
  }
  return number / 2;
}

Result<void> CheckEven(int number) {
  ARM_CHECK(Half(number));
  return {};
}

Result<std::string> Quarter(int number) {
  ARM_TRY(const int half, Half(number));
  ARM_TRY(const int quarter, Half(half));
  ARM_CHECK(CheckEven(0));
  return std::to_string(quarter);
}

Result<std::unique_ptr<int>> Own(int number) {
  ARM_TRY(auto half, Half(number));
  return std::make_unique<int>(half);
}

Result<int> TakeOver(int number) {
  ARM_TRY(const auto owned, Own(number));
  int assigned = 0;
  ARM_TRY(assigned, Half(*owned));
  return assigned;
}

TEST(ResultTest, GoesOnWithTheValue) {
  EXPECT_EQ(Quarter(12), "3");
  EXPECT_EQ(TakeOver(12), 3);
  EXPECT_THAT(CheckEven(2), Succeeds());
}

TEST(ResultTest, ReturnsTheFirstErrorWhole) {
  const Error odd{
      .code = ErrorCode::OutOfRange, .message = "odd", .field = "number", .rule = "even"};

  EXPECT_EQ(Quarter(3).error(), odd);
  EXPECT_EQ(Quarter(2).error(), odd);
  EXPECT_EQ(CheckEven(1).error(), odd);
  EXPECT_EQ(TakeOver(2).error(), odd);
}

TEST(ErrorCatalogueTest, HasANameAndANextStepForEachCode) {
  std::set<std::string_view> names;
  for (const ErrorEntry& entry : AllErrors()) {
    names.insert(entry.name);
    EXPECT_EQ(&EntryOf(entry.code), &entry) << entry.name;
    EXPECT_NE(entry.title, "") << entry.name;
    EXPECT_NE(entry.next_step, "") << entry.name;
    EXPECT_GE(entry.http, 400) << entry.name;
    EXPECT_LT(entry.http, 600) << entry.name;
  }
  EXPECT_EQ(names.size(), AllErrors().size());
  EXPECT_EQ(CodeName(ErrorCode::NotFound), "not_found");
}

}  // namespace
}  // namespace armillary
