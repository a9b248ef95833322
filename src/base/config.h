#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary {

enum class ConfigType { Text, Boolean, Integer, Bytes, Duration };

// One thing an operator can set. `name` is dotted: `http.max_body`. The environment variable is
// ARMILLARY_HTTP_MAX_BODY, the flag --http.max_body, the file has it as max_body under [http].
struct ConfigKey {
  std::string_view name;
  ConfigType type;
  std::string_view default_value;
  std::string_view help;
  std::int64_t least = 0;  // Of numbers, bytes and milliseconds.
  std::int64_t most = INT64_MAX;
};

// What was set where; a flag beats the environment, which beats the file.
struct ConfigSources {
  std::optional<std::filesystem::path> file;
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> flags;
};

// Every limit and choice of the server, checked as a whole before anything starts. Immutable.
class Config {
 public:
  // `keys` must outlive the result. Fails with ConfigUnknownKey, naming the nearest key, or with
  // ConfigInvalidValue, naming the key and what it takes: 8, true, 30s, 250ms, 64MiB.
  static Result<Config> Load(std::span<const ConfigKey> keys, const ConfigSources& sources);

  // Each asserts that `name` is a key of that type: a wrong name is our mistake, not the
  // operator's.
  const std::string& Text(std::string_view name) const;
  bool Boolean(std::string_view name) const;
  std::int64_t Integer(std::string_view name) const;
  std::size_t Bytes(std::string_view name) const;
  std::chrono::milliseconds Duration(std::string_view name) const;

 private:
  struct Value {
    ConfigType type;
    std::string text;
    std::int64_t number;
  };

  const Value& At(std::string_view name, ConfigType type) const;

  std::map<std::string, Value, std::less<>> values_;
};

// One paragraph per key, for `armillaryd help-config` and the documentation.
std::string DescribeConfig(std::span<const ConfigKey> keys);

}  // namespace armillary
