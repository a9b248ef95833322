#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <sodium.h>
#include <string>

#include "app/commands.h"
#include "app/config_keys.h"
#include "app/version.h"
#include "base/config.h"

extern char** environ;  // NOLINT(readability-identifier-naming)

namespace armillary::app {
namespace {

constexpr int kFailed = 1;

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    if (const auto equals = text.find('='); equals != std::string::npos) {
      all[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  return all;
}

void PrintError(const Error& error) {
  const ErrorEntry& entry = EntryOf(error.code);
  const auto next_step = error.next_step.empty() ? entry.next_step : error.next_step;
  fmt::print(stderr, "armillaryd: {} ({})\n  next: {}\n", error.message, entry.name, next_step);
}

// One option for each key of the configuration, on every command that opens an installation.
void AddConfigOptions(CLI::App& command, std::map<std::string, std::string>& flags,
                      std::string& file) {
  command.add_option("--config", file, "A TOML file with any of these keys.");
  for (const ConfigKey& key : ConfigKeys()) {
    command.add_option_function<std::string>(
        fmt::format("--{}", key.name),
        [&flags, name = std::string(key.name)](const std::string& text) { flags[name] = text; },
        fmt::format("{} [{}]", key.help, key.default_value));
  }
}

class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", fmt::format("armillaryd {} ({})", kVersion, kCommit));
    AddOnInstallation("up", "Serve until SIGTERM.", RunUp);
    AddOnInstallation("check", "Check rows, blobs, signatures and audit chains; change nothing.",
                      RunCheck);
    auto* routes = app_.add_subcommand("print-routes", "List what the listener answers.");
    routes->add_flag("--json", as_json_, "Print one JSON document.");
    routes->callback([this] { run_ = [this] { return PrintRoutes(as_json_); }; });
    app_.add_subcommand("help-config", "Explain every key of the configuration.")->callback([this] {
      run_ = []() -> Result<void> {
        fmt::print("{}", DescribeConfig(ConfigKeys()));
        return {};
      };
    });
  }

  int Run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app_.exit(error);
    }
    const auto done = run_();
    if (!done) {
      PrintError(done.error());
      return kFailed;
    }
    return EXIT_SUCCESS;
  }

 private:
  void AddOnInstallation(const std::string& name, const std::string& help,
                         Result<void> (*run)(const Config&)) {
    auto* command = app_.add_subcommand(name, help);
    AddConfigOptions(*command, flags_, file_);
    command->callback([this, run] {
      run_ = [this, run]() -> Result<void> {
        ConfigSources sources{.file = {}, .environment = Environment(), .flags = flags_};
        if (!file_.empty()) {
          sources.file = file_;
        }
        ARM_TRY(const Config config, Config::Load(ConfigKeys(), sources));
        return run(config);
      };
    });
  }

  CLI::App app_{"Armillary: train, approve, serve and watch one model per customer."};
  std::map<std::string, std::string> flags_;
  std::string file_;
  bool as_json_ = false;
  std::function<Result<void>()> run_;
};

}  // namespace
}  // namespace armillary::app

int main(int argc, char** argv) {
  if (sodium_init() < 0) {
    fmt::print(stderr, "armillaryd: libsodium cannot start\n");
    return EXIT_FAILURE;
  }
  try {
    return armillary::app::CommandLine().Run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "armillaryd: {}\n", error.what());
    return EXIT_FAILURE;
  }
}
