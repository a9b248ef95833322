#include "base/log.h"

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/names.h"
#include "base/testing/on_threads.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

class LogTest : public testing::Test {
 protected:
  std::vector<std::string> Lines() const {
    std::ifstream file(path_, std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
      lines.push_back(line);
    }
    return lines;
  }

  Log Open(LogFormat format, LogLevel level = LogLevel::Info) const {
    return Log({.level = level, .format = format, .file = path_});
  }

  TempFolder folder_;
  const std::filesystem::path path_ = folder_.Path() / "log";
};

TEST_F(LogTest, WritesOneJsonDocumentALine) {
  Open(LogFormat::Json).Warning("slow answer", {{"route", "/v2"}, {"millis", 12}, {"cold", true}});

  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(1));
  const auto line = ParseJson(lines.front());
  ASSERT_THAT(line, Succeeds());
  EXPECT_EQ(line->at("level").as_string(), "warning");
  EXPECT_EQ(line->at("message").as_string(), "slow answer");
  EXPECT_EQ(line->at("route").as_string(), "/v2");
  EXPECT_EQ(line->at("millis").as_int64(), 12);
  EXPECT_EQ(line->at("cold").as_bool(), true);
  EXPECT_THAT(std::string(line->at("time").as_string()),
              MatchesRegex("20[0-9]{2}-.*T.*\\.[0-9]{3}Z"));
}

TEST_F(LogTest, WritesTextForPeople) {
  Open(LogFormat::Text).Info("ready", {{"address", "127.0.0.1:8080"}, {"name", "two words"}});

  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines.front(), HasSubstr(R"(info    ready address=127.0.0.1:8080 name="two words")"));
}

TEST_F(LogTest, LeavesOutWhatIsBelowItsLevel) {
  const Log log = Open(LogFormat::Text, LogLevel::Warning);
  log.Debug("debug");
  log.Info("info");
  log.Warning("warning");
  log.Error("error");

  EXPECT_THAT(Lines(), SizeIs(2));
}

// Line breaks, terminal escapes and broken text, in each place where a stranger's text can land.
const std::vector<std::string> kHostile{"a\nb",
                                        "a\r\nb",
                                        "\x1B[2J",
                                        "a\x7F",
                                        "a\u009B2J",
                                        "\u2028",
                                        "a\u202Eb",
                                        "\xFF\xFE",
                                        "a\xC3",
                                        "\"},{\"level\":\"error",
                                        std::string("a\0b", 3),
                                        " level=error x=\"",
                                        "\\"};

TEST_F(LogTest, LetsNoValueForgeALineOrReachTheTerminal) {
  for (const LogFormat format : {LogFormat::Json, LogFormat::Text}) {
    std::filesystem::remove(path_);
    const Log log = Open(format);
    for (const std::string& hostile : kHostile) {
      log.Info("value", {{"value", std::string_view(hostile)}});
      log.Info(hostile);
    }

    const auto lines = Lines();
    EXPECT_THAT(lines, SizeIs(kHostile.size() * 2));
    for (const std::string& line : lines) {
      EXPECT_TRUE(IsUtf8(line)) << line;
      EXPECT_EQ(line.find_first_of("\x1B\x7F\r"), std::string::npos) << line;
      EXPECT_EQ(line.find("\u009B"), std::string::npos) << line;
      EXPECT_EQ(line.find("\xE2\x80"), std::string::npos) << line;
    }
  }
}

TEST_F(LogTest, KeepsHostileTextReadableAsJson) {
  const Log log = Open(LogFormat::Json);
  for (const std::string& hostile : kHostile) {
    log.Info("value", {{"value", std::string_view(hostile)}});
  }

  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(kHostile.size()));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto line = ParseJson(lines[i]);
    ASSERT_THAT(line, Succeeds()) << lines[i];
    if (IsUtf8(kHostile[i])) {
      EXPECT_EQ(line->at("value").as_string(), kHostile[i]);
    }
  }
}

TEST_F(LogTest, WritesNumbersThatJsonCannotHoldAsText) {
  const Log log = Open(LogFormat::Json);
  log.Info("numbers", {{"nan", std::numeric_limits<double>::quiet_NaN()},
                       {"inf", -std::numeric_limits<double>::infinity()},
                       {"half", 0.5}});

  const auto line = ParseJson(Lines().at(0));
  ASSERT_THAT(line, Succeeds());
  EXPECT_EQ(line->at("nan").as_string(), "nan");
  EXPECT_EQ(line->at("inf").as_string(), "-inf");
  EXPECT_EQ(line->at("half").as_double(), 0.5);
}

TEST_F(LogTest, GoesToStandardErrorWhereItsFileCannotBeWritten) {
  std::ofstream(path_) << "a file, not a folder";
  testing::internal::CaptureStderr();
  Log({.file = path_ / "log"}).Info("still said");

  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("still said"));
}

TEST_F(LogTest, DoesNotReadItsMessageAsAFormat) {
  Open(LogFormat::Text).Info("100% {} %v {0}");

  EXPECT_THAT(Lines().at(0), HasSubstr("100% {} %v {0}"));
}

TEST_F(LogTest, KeepsLinesWholeBetweenThreads) {
  const Log log = Open(LogFormat::Json);
  OnThreads(4, [&](int) {
    for (int line = 0; line < 200; ++line) {
      log.Info("a line of some length", {{"line", line}});
    }
  });

  const auto lines = Lines();
  EXPECT_THAT(lines, SizeIs(800));
  for (const std::string& line : lines) {
    EXPECT_THAT(ParseJson(line), Succeeds()) << line;
  }
}

}  // namespace
}  // namespace armillary
