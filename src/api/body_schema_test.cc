#include "api/internal/body_schema.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/testing/result_matchers.h"

namespace armillary::api {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["name"], "minProperties": 1,
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[a-z]{1,5}$"},
    "role": {"type": "string", "enum": ["viewer", "caller"]},
    "count": {"type": "integer", "minimum": 1, "maximum": 9},
    "list": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true,
             "items": {"type": "string", "maxLength": 1}}}})";

class BodySchemaTest : public ::testing::Test {
 protected:
  Error Refusal(std::string_view body) const {
    const auto checked = schema_.Check(*ParseJson(body));
    EXPECT_FALSE(checked) << body;
    return checked ? Error{} : checked.error();
  }

  const BodySchema schema_ = *BodySchema::Compile(*ParseJson(kSchema));
};

struct Refused {
  std::string_view body;
  ErrorCode code;
  std::string_view field;
  std::string_view rule;
};

TEST_F(BodySchemaTest, TakesWhatFits) {
  EXPECT_THAT(schema_.Check(*ParseJson(R"({"name":"a"})")), Succeeds());
  EXPECT_THAT(schema_.Check(*ParseJson(R"({"name":"a","role":"viewer","count":9,"list":["x"]})")),
              Succeeds());
}

TEST_F(BodySchemaTest, NamesTheFieldAndTheRule) {
  for (const Refused& refused : {
           Refused{"[]", ErrorCode::WrongType, "body", "type object"},
           Refused{R"({"count":1})", ErrorCode::MissingField, "/name", "required"},
           Refused{R"({"name":7})", ErrorCode::WrongType, "/name", "type string"},
           Refused{R"({"name":""})", ErrorCode::TooShort, "/name", "minLength 1"},
           Refused{R"({"name":"abcdef"})", ErrorCode::TooLong, "/name", "maxLength 5"},
           Refused{R"({"name":"A"})", ErrorCode::InvalidName, "/name", "pattern ^[a-z]{1,5}$"},
           Refused{R"({"name":"a","role":null})", ErrorCode::WrongType, "/role", "type string"},
           Refused{R"({"name":"a","role":"x"})", ErrorCode::NotOneOf, "/role",
                   "one of viewer, caller"},
           Refused{R"({"name":"a","count":0})", ErrorCode::OutOfRange, "/count", "minimum 1"},
           Refused{R"({"name":"a","count":10})", ErrorCode::OutOfRange, "/count", "maximum 9"},
           Refused{R"({"name":"a","count":1.5})", ErrorCode::WrongType, "/count", "type integer"},
           Refused{R"({"name":"a","list":[]})", ErrorCode::TooShort, "/list", "minItems 1"},
           Refused{R"({"name":"a","list":["a","b","c"]})", ErrorCode::TooLong, "/list",
                   "maxItems 2"},
           Refused{R"({"name":"a","list":["a","a"]})", ErrorCode::DuplicateValue, "/list",
                   "uniqueItems true"},
           Refused{R"({"name":"a","list":["a","bb"]})", ErrorCode::TooLong, "/list/1",
                   "maxLength 1"},
       }) {
    const Error error = Refusal(refused.body);
    EXPECT_EQ(error.code, refused.code) << refused.body;
    EXPECT_EQ(error.field, refused.field) << refused.body;
    EXPECT_EQ(error.rule, refused.rule) << refused.body;
    EXPECT_THAT(error.message, HasSubstr(std::string(refused.field))) << refused.body;
  }
}

TEST_F(BodySchemaTest, NamesAnUnknownFieldWhateverItIsCalled) {
  EXPECT_EQ(Refusal(R"({"name":"a","it's":1})").field, "/it's");
  EXPECT_EQ(Refusal(R"({"name":"a","a/b~c":1})").field, "/a~1b~0c");
  EXPECT_EQ(Refusal(R"({"name":"a","":1})").field, "/");
  const Error error = Refusal(R"({"name":"a","rule":1})");
  EXPECT_EQ(error.code, ErrorCode::UnknownField);
  EXPECT_THAT(error.message, HasSubstr("did you mean \"role\"?"));
}

TEST_F(BodySchemaTest, KeepsTheErrorForALongKeyShort) {
  const Error error = Refusal("{\"name\":\"a\",\"" + std::string(60'000, 'k') + "\":1}");

  EXPECT_LT(error.field.size(), 2'000U);
  EXPECT_LT(error.message.size(), 2'000U);
  EXPECT_LT(error.rule.size(), 2'000U);
}

TEST_F(BodySchemaTest, KnowsItsMembers) {
  EXPECT_TRUE(schema_.Describes("role"));
  EXPECT_FALSE(schema_.Describes("roles"));
  EXPECT_FALSE(schema_.Describes(""));
}

}  // namespace
}  // namespace armillary::api
