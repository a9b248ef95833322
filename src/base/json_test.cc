#include "base/json.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary {
namespace {

std::string NormalJson(std::string_view text) {
  const auto value = ParseJson(text);
  return value ? boost::json::serialize(*value) : std::string(CodeName(value.error().code));
}

TEST(JsonTest, ReadsEveryKindOfValue) {
  EXPECT_EQ(NormalJson(R"({"a":[1,-2,3.5,true,false,null,"x"],"b":{}})"),
            R"({"a":[1,-2,3.5E0,true,false,null,"x"],"b":{}})");
  EXPECT_EQ(NormalJson("7"), "7");
  EXPECT_EQ(NormalJson("\"\""), "\"\"");
  EXPECT_EQ(NormalJson("18446744073709551615"), "18446744073709551615");
}

TEST(JsonTest, AllowsSpaceAroundTheDocument) { EXPECT_EQ(NormalJson(" \t\r\n[1] \n"), "[1]"); }

TEST(JsonTest, ReadsEscapes) {
  EXPECT_EQ(ParseJson(R"("\u00e9\ud83d\ude80\n")")->as_string(), "\xC3\xA9\xF0\x9F\x9A\x80\n");
}

TEST(JsonTest, RefusesWhatIsNotJson) {
  for (const char* text :
       {"",        " ",           "{",       "[1,]",      "{\"a\":1,}", "{a:1}",
        "{'a':1}", "nul",         "01",      "+1",        ".5",         "1.",
        "NaN",     "Infinity",    "[1] [2]", "[1]x",      "\"a",        "\"\\x\"",
        "\"\n\"",  "\"\\ud800\"", "// c\n1", "/* c */ 1", "[1}",        "\xEF\xBB\xBF[1]"}) {
    EXPECT_THAT(ParseJson(text), FailsWith(ErrorCode::InvalidJson)) << text;
  }
  EXPECT_THAT(ParseJson(std::string_view("[1]\0", 4)), FailsWith(ErrorCode::InvalidJson));
}

TEST(JsonTest, SaysWhereTheJsonEnds) {
  EXPECT_THAT(ParseJson("[1, 2, x]").error().message, testing::HasSubstr("byte 7"));
}

TEST(JsonTest, RefusesWhatIsNotUtf8) {
  EXPECT_THAT(ParseJson("\"\xFF\""), FailsWith(ErrorCode::InvalidUtf8));
  EXPECT_THAT(ParseJson("\"\xED\xA0\x80\""), FailsWith(ErrorCode::InvalidUtf8));
}

TEST(JsonTest, RefusesTheSameKeyTwiceInOneObject) {
  EXPECT_THAT(ParseJson(R"({"a":1,"b":2,"a":3})"), FailsWithField(ErrorCode::DuplicateKey, "/a"));
  EXPECT_THAT(ParseJson(R"({"a":1,"\u0061":2})"), FailsWithField(ErrorCode::DuplicateKey, "/a"));
  EXPECT_THAT(ParseJson(R"({"x":[7,[],{"y":1,"y":2}]})"),
              FailsWithField(ErrorCode::DuplicateKey, "/x/2/y"));
  EXPECT_THAT(ParseJson(R"([{"":1,"":2}])"), FailsWithField(ErrorCode::DuplicateKey, "/0/"));
  EXPECT_THAT(ParseJson(R"({"a/b~":1,"a/b~":2})"),
              FailsWithField(ErrorCode::DuplicateKey, "/a~1b~0"));
}

TEST(JsonTest, AllowsTheSameKeyInDifferentObjects) {
  EXPECT_THAT(ParseJson(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})"), Succeeds());
}

TEST(JsonTest, TellsKeysApartThatBeginAlike) {
  const std::string key(5000, 'k');
  const std::string text = "{\"" + key + "1\":1,\"" + key + "2\":2,\"" + key + "\":3}";

  EXPECT_EQ(NormalJson(text), text);
}

TEST(JsonTest, KeepsTheErrorForALongKeyShort) {
  const std::string key(5000, 'k');

  const auto refused = ParseJson("{\"" + key + "\":1,\"" + key + "\":2}");

  ASSERT_THAT(refused, FailsWith(ErrorCode::DuplicateKey));
  EXPECT_LT(refused.error().message.size(), 400U);
  EXPECT_LT(refused.error().field.size(), 300U);
}

TEST(JsonTest, RefusesDeepNesting) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };

  EXPECT_THAT(ParseJson(nested(32)), Succeeds());
  EXPECT_THAT(ParseJson(nested(33)), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(ParseJson(nested(1'000'000)), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(ParseJson(nested(4), {.depth = 3}), FailsWith(ErrorCode::TooDeep));
}

TEST(JsonTest, TakesZeroWithAnyExponent) {
  for (const char* text : {"0e3993", "-0E999", "0.000e+400", "[0e400]"}) {
    EXPECT_THAT(ParseJson(text), Succeeds()) << text;
  }
  EXPECT_EQ(ParseJson("0e3993")->as_double(), 0.0);
}

TEST(JsonTest, NeverGivesANumberThatIsNotFinite) {
  for (const char* text : {"1e309", "-1e309", "1e999999999999", "123456789e400"}) {
    EXPECT_THAT(ParseJson(text), FailsWith(ErrorCode::InvalidJson)) << text;
  }
  EXPECT_EQ(ParseJson("1e-999")->to_number<double>(), 0.0);
}

}  // namespace
}  // namespace armillary
