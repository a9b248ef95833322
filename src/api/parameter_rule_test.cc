#include "api/parameter_rule.h"

#include <string>

#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::api {
namespace {

using boost::json::array;
using boost::json::object;

TEST(ParameterRuleTest, TakesTextUpToItsLengthInCharacters) {
  const ParameterRule rule(object{{"type", "string"}, {"maxLength", 3}});

  EXPECT_THAT(rule.Check("sort", ""), Succeeds());
  EXPECT_THAT(rule.Check("sort", "\u00e9\u00e9\u00e9"), Succeeds());
  const auto refused = rule.Check("sort", "four");
  EXPECT_THAT(refused, FailsWithField(ErrorCode::TooLong, "sort"));
  EXPECT_EQ(refused.error().rule, "maxLength 3");
}

TEST(ParameterRuleTest, TakesWholeNumbersInTheirRange) {
  const ParameterRule rule(object{{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}});

  EXPECT_THAT(rule.Check("limit", "1"), Succeeds());
  EXPECT_THAT(rule.Check("limit", "1000"), Succeeds());
  for (const char* text : {"0", "-1", "1001", "99999999999999999999", "-99999999999999999999"}) {
    EXPECT_THAT(rule.Check("limit", text), FailsWithField(ErrorCode::OutOfRange, "limit")) << text;
  }
  for (const char* text : {"", "ten", "1.0", "+1", " 1", "1 ", "0x1", "1e2"}) {
    EXPECT_THAT(rule.Check("limit", text), FailsWithField(ErrorCode::WrongType, "limit")) << text;
  }
}

TEST(ParameterRuleTest, TakesOneOfItsChoices) {
  const ParameterRule rule(object{{"type", "string"}, {"enum", array{"tabular", "text"}}});

  EXPECT_THAT(rule.Check("kind", "text"), Succeeds());
  const auto refused = rule.Check("kind", "arm_secret");
  EXPECT_THAT(refused, FailsWithField(ErrorCode::NotOneOf, "kind"));
  EXPECT_EQ(refused.error().rule, "one of tabular, text");
  EXPECT_EQ(refused.error().message.find("arm_secret"), std::string::npos);
}

TEST(ParameterRuleTest, TakesAListOfChoices) {
  const ParameterRule rule(
      object{{"type", "string"}, {"maxLength", 20}, {"x-each-of", array{"id", "name"}}});

  for (const char* text : {"", "id", "id,name", "name,id,name"}) {
    EXPECT_THAT(rule.Check("fields", text), Succeeds()) << text;
  }
  for (const char* text : {"colour", "id,colour", "colour,id", "id,", ",", "id name"}) {
    EXPECT_THAT(rule.Check("fields", text), FailsWithField(ErrorCode::NotOneOf, "fields")) << text;
  }
}

}  // namespace
}  // namespace armillary::api
