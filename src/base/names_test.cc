#include "base/names.h"

#include <array>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary {
namespace {

std::string Repeat(std::string_view text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) {
    repeated += text;
  }
  return repeated;
}

TEST(NamesTest, AcceptsSlugs) {
  for (const std::string& name :
       {std::string("a"), std::string("acme"), std::string("a-1-"), std::string(63, 'a')}) {
    EXPECT_THAT(CheckSlug(name, "name"), Succeeds()) << name;
  }
}

TEST(NamesTest, RefusesWhatIsNoSlugAndNamesTheField) {
  for (const std::string& name :
       {std::string(), std::string("1a"), std::string("-a"), std::string("Acme"),
        std::string("a_b"), std::string("a b"), std::string("a."), std::string("\u00E9t\u00E9"),
        std::string(64, 'a'), std::string("a\0", 2), std::string("a\n")}) {
    EXPECT_THAT(CheckSlug(name, "tenant"), FailsWithField(ErrorCode::InvalidName, "tenant"))
        << name;
  }
  EXPECT_NE(CheckSlug("1a", "tenant").error().rule, "");
}

TEST(NamesTest, AcceptsNamesInAnyScript) {
  for (const char* name : {"churn", "Churn v2 (EU)", "\u5BA2\u6237", "a.b", "...",
                           "Gr\u00F6\u00DFe", "\U0001F680", "-", " "}) {
    EXPECT_THAT(CheckName(name, "name"), Succeeds()) << name;
  }
}

TEST(NamesTest, CountsCharactersNotBytes) {
  const std::string_view rocket = "\U0001F680";

  EXPECT_THAT(CheckName(Repeat(rocket, 250), "name"), Succeeds());
  EXPECT_THAT(CheckName(Repeat(rocket, 251), "name"), FailsWith(ErrorCode::InvalidName));
  EXPECT_THAT(CheckName(std::string(250, 'a'), "name"), Succeeds());
  EXPECT_THAT(CheckName(std::string(251, 'a'), "name"), FailsWith(ErrorCode::InvalidName));
  EXPECT_THAT(CheckName(std::string(1'000'000, 'a'), "name"), FailsWith(ErrorCode::InvalidName));
}

TEST(NamesTest, RefusesNamesThatAreUnsafeInPathsAndTerminals) {
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("a\\b"),
        std::string("a:b"), std::string("a\0b", 3), std::string("a\nb"), std::string("\x1B[31m"),
        std::string("a\x7F"), std::string("a\u009Bb"), std::string("a\u2028b"),
        std::string("a\u2029b")}) {
    EXPECT_THAT(CheckName(name, "model"), FailsWithField(ErrorCode::InvalidName, "model")) << name;
  }
}

TEST(NamesTest, RefusesNamesThatReadInAnotherOrderThanTheyAre) {
  for (const char* name :
       {"a\u061Cb", "a\u200Eb", "a\u200Fb", "a\u202Ab", "a\u202Eb", "a\u2066b", "a\u2069b"}) {
    EXPECT_THAT(CheckName(name, "name"), FailsWith(ErrorCode::InvalidName)) << name;
  }
}

TEST(NamesTest, RefusesWhatIsNotNormalised) {
  EXPECT_THAT(CheckName("\u00E9", "name"), Succeeds());
  EXPECT_THAT(CheckName("e\u0301", "name"), FailsWith(ErrorCode::InvalidName));
  EXPECT_THAT(CheckName("\u212B", "name"), FailsWith(ErrorCode::InvalidName));
}

TEST(NamesTest, RefusesWhatIsNotUtf8) {
  for (const char* name : {"\xFF", "a\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
    EXPECT_THAT(CheckName(name, "name"), FailsWith(ErrorCode::InvalidName));
    EXPECT_FALSE(IsUtf8(name));
  }
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("\U0001F680"));
}

TEST(NamesTest, CountsScalarValuesNotBytes) {
  EXPECT_EQ(CountScalars(""), 0U);
  EXPECT_EQ(CountScalars("abc"), 3U);
  EXPECT_EQ(CountScalars("\u00E9\u2028\U0001F680"), 3U);
}

TEST(NamesTest, FindsTheNameThatWasMeant) {
  const std::array<std::string_view, 4> names{"http.max_body", "http.timeout", "log.level", "a"};

  EXPECT_EQ(NearestName("http.max_bdoy", names), "http.max_body");
  EXPECT_EQ(NearestName("http.timeuot", names), "http.timeout");
  EXPECT_EQ(NearestName("loglevel", names), "log.level");
  EXPECT_EQ(NearestName("something.else.altogether", names), "");
  EXPECT_EQ(NearestName("x", {}), "");
}

}  // namespace
}  // namespace armillary
