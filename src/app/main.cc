#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <map>
#include <sodium.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/commands.h"
#include "app/config_keys.h"
#include "app/version.h"
#include "base/config.h"
#include "base/names.h"

extern char** environ;  // NOLINT(readability-identifier-naming)

namespace armillary::app {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

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

// Without their values: one may be a password beside a mistyped key.
void PrintUnknown(const std::vector<std::string>& arguments) {
  std::vector<std::string_view> known;
  std::ranges::transform(ConfigKeys(), std::back_inserter(known), &ConfigKey::name);
  for (const std::string& argument : arguments) {
    if (!argument.starts_with("--")) {
      continue;
    }
    const std::string_view name = std::string_view(argument).substr(2, argument.find('=') - 2);
    const std::string_view nearest = NearestName(name, known);
    fmt::print(stderr, "armillaryd: there is no option --{}{}\n", name,
               nearest.empty() ? "" : fmt::format("; did you mean --{}?", nearest));
  }
  fmt::print(stderr, "armillaryd: an argument was not expected\n  next: Run with --help.\n");
}

void PrintUnknownCommand(std::string_view name, const std::vector<std::string_view>& known) {
  const std::string_view nearest = NearestName(name, known);
  fmt::print(stderr, "armillaryd: there is no command {}{}\n  next: Run with --help.\n", name,
             nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest));
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
  command.allow_extras();
}

// What is no option may be a key with a slip in it, to which the configuration knows the nearest.
void KeepUnknown(const CLI::App& command, std::map<std::string, std::string>& flags) {
  const std::vector<std::string> unknown = command.remaining();
  for (const std::string& argument : unknown) {
    if (argument.starts_with("--")) {
      flags[argument.substr(2, argument.find('=') - 2)] = "";
      return;
    }
  }
  if (!unknown.empty()) {
    throw CLI::ExtrasError(unknown);
  }
}

bool IsWrongUsage(const Error& error) {
  return error.code == ErrorCode::ConfigUnknownKey || error.code == ErrorCode::ConfigInvalidValue;
}

class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", fmt::format("armillaryd {} ({})", kVersion, kCommit));
    AddOnInstallation("up", "Serve until SIGTERM.", RunUp);
    AddOnInstallation("check", "Check rows, blobs, signatures and audit chains; change nothing.",
                      RunCheck);
    AddOnBackup("backup", "Copy the installation, running or not, into a new folder.", RunBackup);
    AddOnBackup("restore", "Make an installation of a backup, in an empty data folder.",
                RunRestore);
    auto* verify = app_.add_subcommand("verify", "Hash a backup again; name what is altered.");
    verify->add_option("DIR", backup_, "The backup's folder.")->required();
    verify->callback([this] { run_ = [this] { return RunVerify(backup_); }; });
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
    if (argc > 1 && !IsKnown(argv[1])) {
      return kWrongUsage;
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ExtrasError&) {
      PrintUnknown(app_.remaining(true));
      return kWrongUsage;
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == EXIT_SUCCESS ? EXIT_SUCCESS : kWrongUsage;
    }
    const auto done = run_();
    if (!done) {
      PrintError(done.error());
      return IsWrongUsage(done.error()) ? kWrongUsage : kFailed;
    }
    return EXIT_SUCCESS;
  }

 private:
  // Says so if `first` is meant as a command and is none; the parser would show help to
  // `nosuch --help` and call it a success.
  bool IsKnown(std::string_view first) const {
    std::vector<std::string> names;
    for (const CLI::App* command : app_.get_subcommands({})) {
      names.push_back(command->get_name());
    }
    if (first.starts_with('-') || std::ranges::find(names, first) != names.end()) {
      return true;
    }
    PrintUnknownCommand(first, {names.begin(), names.end()});
    return false;
  }

  CLI::App* AddOnInstallation(const std::string& name, const std::string& help,
                              std::function<Result<void>(const Config&)> run) {
    auto* command = app_.add_subcommand(name, help);
    AddConfigOptions(*command, flags_, file_);
    command->callback([this, command, run = std::move(run)] {
      KeepUnknown(*command, flags_);
      run_ = [this, run]() -> Result<void> {
        ConfigSources sources{.file = {}, .environment = Environment(), .flags = flags_};
        if (!file_.empty()) {
          sources.file = file_;
        }
        ARM_TRY(const Config config, Config::Load(ConfigKeys(), sources));
        return run(config);
      };
    });
    return command;
  }

  void AddOnBackup(const std::string& name, const std::string& help,
                   Result<void> (*run)(const Config&, const std::filesystem::path&)) {
    auto* command = AddOnInstallation(
        name, help, [this, run](const Config& config) { return run(config, backup_); });
    command->add_option("DIR", backup_, "The backup's folder.")->required();
  }

  CLI::App app_{"Armillary: train, approve, serve and watch one model per customer."};
  std::map<std::string, std::string> flags_;
  std::string file_;
  std::string backup_;
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
