#include "base/config.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::array kKeys{
    ConfigKey{"data", ConfigType::Text, "./data", "Where the server keeps what it knows."},
    ConfigKey{"http.max_body", ConfigType::Bytes, "64MiB", "The largest body.", 1, 1LL << 40},
    ConfigKey{"http.timeout", ConfigType::Duration, "30s", "How long a request may take.", 1},
    ConfigKey{"http.connections", ConfigType::Integer, "1024", "Connections at once.", 1, 65536},
    ConfigKey{"log.json", ConfigType::Boolean, "false", "Whether the log is JSON."}};

class ConfigTest : public testing::Test {
 protected:
  ConfigSources FromFile(std::string_view text) const {
    const auto path = folder_.Path() / "armillary.toml";
    std::ofstream(path) << text;
    return {.file = path, .environment = {}, .flags = {}};
  }

  static Result<Config> WithFlag(const std::string& name, const std::string& value) {
    return Config::Load(kKeys, {.file = {}, .environment = {}, .flags = {{name, value}}});
  }

  TempFolder folder_;
};

TEST_F(ConfigTest, HasADefaultForEachKey) {
  const auto config = Config::Load(kKeys, {});

  ASSERT_THAT(config, Succeeds());
  EXPECT_EQ(config->Text("data"), "./data");
  EXPECT_EQ(config->Bytes("http.max_body"), 64U << 20U);
  EXPECT_EQ(config->Duration("http.timeout"), 30s);
  EXPECT_EQ(config->Integer("http.connections"), 1024);
  EXPECT_FALSE(config->Boolean("log.json"));
}

TEST_F(ConfigTest, ReadsAFile) {
  const auto config = Config::Load(kKeys, FromFile(R"(
data = "/var/lib/armillary"
[http]
max_body = "1GiB"
timeout = "250ms"
connections = 8
[log]
json = true
)"));

  ASSERT_THAT(config, Succeeds());
  EXPECT_EQ(config->Text("data"), "/var/lib/armillary");
  EXPECT_EQ(config->Bytes("http.max_body"), 1U << 30U);
  EXPECT_EQ(config->Duration("http.timeout"), 250ms);
  EXPECT_EQ(config->Integer("http.connections"), 8);
  EXPECT_TRUE(config->Boolean("log.json"));
}

TEST_F(ConfigTest, LetsAFlagBeatTheEnvironmentWhichBeatsTheFile) {
  ConfigSources sources = FromFile("[http]\nconnections = 1\ntimeout = \"1s\"\nmax_body = \"1B\"");
  sources.environment = {{"ARMILLARY_HTTP_CONNECTIONS", "2"},
                         {"ARMILLARY_HTTP_TIMEOUT", "2s"},
                         {"ARMILLARY_TOKEN", "not ours"},
                         {"PATH", "/bin"}};
  sources.flags = {{"http.connections", "3"}};

  const auto config = Config::Load(kKeys, sources);

  ASSERT_THAT(config, Succeeds());
  EXPECT_EQ(config->Integer("http.connections"), 3);
  EXPECT_EQ(config->Duration("http.timeout"), 2s);
  EXPECT_EQ(config->Bytes("http.max_body"), 1U);
}

TEST_F(ConfigTest, ReadsEveryUnit) {
  for (const auto& [text, bytes] :
       {std::pair("7B", 7UL), {"2KiB", 2048UL}, {"3MiB", 3UL << 20U}, {"4GiB", 4UL << 30U}}) {
    EXPECT_EQ(WithFlag("http.max_body", text)->Bytes("http.max_body"), bytes) << text;
  }
  for (const auto& [text, time] : {std::pair<const char*, std::chrono::milliseconds>("9ms", 9ms),
                                   {"2s", 2s},
                                   {"3m", 3min},
                                   {"4h", 4h},
                                   {"5d", 120h}}) {
    EXPECT_EQ(WithFlag("http.timeout", text)->Duration("http.timeout"), time) << text;
  }
}

TEST_F(ConfigTest, RefusesAnUnknownKeyAndNamesTheNearest) {
  const auto in_file = Config::Load(kKeys, FromFile("[http]\nmax_bdoy = \"1B\""));
  const auto as_flag = WithFlag("log.jsno", "true");

  EXPECT_THAT(in_file, FailsWithField(ErrorCode::ConfigUnknownKey, "http.max_bdoy"));
  EXPECT_THAT(in_file.error().message, HasSubstr("did you mean http.max_body?"));
  EXPECT_THAT(as_flag.error().message, HasSubstr("did you mean log.json?"));
  EXPECT_THAT(WithFlag("nothing.alike", "1").error().message,
              testing::Not(HasSubstr("did you mean")));
}

TEST_F(ConfigTest, RefusesAValueOfAnotherKindAndSaysWhatItTakes) {
  const std::pair<const char*, const char*> wrong[] = {{"http.max_body", "64"},
                                                       {"http.max_body", "1.5MiB"},
                                                       {"http.max_body", "MiB"},
                                                       {"http.max_body", "1MB"},
                                                       {"http.max_body", "-1MiB"},
                                                       {"http.max_body", ""},
                                                       {"http.max_body", "9999999999GiB"},
                                                       {"http.timeout", "30"},
                                                       {"http.timeout", "30 s"},
                                                       {"http.timeout", "0s"},
                                                       {"http.timeout", "-1s"},
                                                       {"http.timeout", "1w"},
                                                       {"http.connections", "0"},
                                                       {"http.connections", "65537"},
                                                       {"http.connections", "1e3"},
                                                       {"http.connections", "99999999999999999999"},
                                                       {"log.json", "yes"},
                                                       {"log.json", "1"},
                                                       {"log.json", "True"}};
  for (const auto& [name, value] : wrong) {
    EXPECT_THAT(WithFlag(name, value), FailsWithField(ErrorCode::ConfigInvalidValue, name))
        << name << "=" << value;
  }
  EXPECT_THAT(WithFlag("http.timeout", "30").error().message, HasSubstr("such as 250ms, 30s"));
}

TEST_F(ConfigTest, RefusesAFileThatCannotBeRead) {
  EXPECT_THAT(Config::Load(kKeys, FromFile("[http\n")), FailsWith(ErrorCode::ConfigInvalidValue));
  EXPECT_THAT(Config::Load(kKeys, FromFile("data = [1]")),
              FailsWithField(ErrorCode::ConfigInvalidValue, "data"));
  EXPECT_THAT(Config::Load(kKeys, FromFile("data = \"a\"\ndata = \"b\"")),
              FailsWith(ErrorCode::ConfigInvalidValue));
  EXPECT_THAT(
      Config::Load(kKeys, {.file = folder_.Path() / "none", .environment = {}, .flags = {}}),
      FailsWith(ErrorCode::ConfigInvalidValue));
}

TEST_F(ConfigTest, SaysWhichLineOfTheFileIsWrong) {
  EXPECT_THAT(Config::Load(kKeys, FromFile("data = \"x\"\n[http\n")).error().message,
              HasSubstr("line 2"));
}

TEST_F(ConfigTest, DescribesEachKey) {
  const std::string text = DescribeConfig(kKeys);
  for (const ConfigKey& key : kKeys) {
    EXPECT_THAT(text, HasSubstr(std::string(key.name)));
    EXPECT_THAT(text, HasSubstr(std::string(key.help)));
    EXPECT_THAT(text, HasSubstr(std::string(key.default_value)));
  }
}

using ConfigDeathTest = ConfigTest;

TEST_F(ConfigDeathTest, StopsWhenTheServerAsksForAKeyThatIsNone) {
  const auto config = Config::Load(kKeys, {});

  EXPECT_DEATH((void)config->Text("no.such.key"), "");
  EXPECT_DEATH((void)config->Integer("data"), "");
}

}  // namespace
}  // namespace armillary
