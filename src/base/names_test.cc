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
        std::string("a_b"), std::string("a b"), std::string("a."), std::string("\xC3\xA9t\xC3\xA9"),
        std::string(64, 'a'), std::string("a\0", 2), std::string("a\n")}) {
    EXPECT_THAT(CheckSlug(name, "tenant"), FailsWithField(ErrorCode::InvalidName, "tenant"))
        << name;
  }
  EXPECT_NE(CheckSlug("1a", "tenant").error().rule, "");
}

TEST(NamesTest, AcceptsNamesInAnyScript) {
  for (const char* name : {"churn", "Churn v2 (EU)", "\xE5\xAE\xA2\xE6\x88\xB7", "a.b", "...",
                           "Gr\xC3\xB6\xC3\x9F"
                           "e",
                           "\xF0\x9F\x9A\x80", "-", " "}) {
    EXPECT_THAT(CheckName(name, "name"), Succeeds()) << name;
  }
}

TEST(NamesTest, CountsCharactersNotBytes) {
  const std::string_view rocket = "\xF0\x9F\x9A\x80";

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
        std::string("a\x7F"),
        std::string("a\xC2\x9B"
                    "b"),
        std::string("a\xE2\x80\xA8"
                    "b"),
        std::string("a\xE2\x80\xA9"
                    "b")}) {
    EXPECT_THAT(CheckName(name, "model"), FailsWithField(ErrorCode::InvalidName, "model")) << name;
  }
}

TEST(NamesTest, RefusesNamesThatReadInAnotherOrderThanTheyAre) {
  for (const char* name : {"a\xD8\x9C"
                           "b",
                           "a\xE2\x80\x8E"
                           "b",
                           "a\xE2\x80\x8F"
                           "b",
                           "a\xE2\x80\xAA"
                           "b",
                           "a\xE2\x80\xAE"
                           "b",
                           "a\xE2\x81\xA6"
                           "b",
                           "a\xE2\x81\xA9"
                           "b"}) {
    EXPECT_THAT(CheckName(name, "name"), FailsWith(ErrorCode::InvalidName)) << name;
  }
}

TEST(NamesTest, RefusesWhatIsNotNormalised) {
  EXPECT_THAT(CheckName("\xC3\xA9", "name"), Succeeds());
  EXPECT_THAT(CheckName("e\xCC\x81", "name"), FailsWith(ErrorCode::InvalidName));
  EXPECT_THAT(CheckName("\xE2\x84\xAB", "name"), FailsWith(ErrorCode::InvalidName));
}

TEST(NamesTest, RefusesWhatIsNotUtf8) {
  for (const char* name : {"\xFF", "a\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
    EXPECT_THAT(CheckName(name, "name"), FailsWith(ErrorCode::InvalidName));
    EXPECT_FALSE(IsUtf8(name));
  }
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("\xF0\x9F\x9A\x80"));
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
