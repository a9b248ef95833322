#include "base/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <toml++/toml.h>
#include <vector>

#include "base/assert.h"
#include "base/names.h"

namespace armillary {
namespace {

struct Unit {
  std::string_view suffix;
  std::int64_t factor;
};

constexpr std::array kByteUnits{Unit{"KiB", 1LL << 10}, Unit{"MiB", 1LL << 20},
                                Unit{"GiB", 1LL << 30}, Unit{"B", 1}};
constexpr std::array kTimeUnits{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000},
                                Unit{"h", 3'600'000}, Unit{"d", 86'400'000}};

using Texts = std::map<std::string, std::string>;

std::string_view FormOf(ConfigType type) {
  switch (type) {
    case ConfigType::Boolean:
      return "true or false";
    case ConfigType::Integer:
      return "a whole number such as 8";
    case ConfigType::Bytes:
      return "a size such as 512KiB, 64MiB or 2GiB";
    case ConfigType::Duration:
      return "a time such as 250ms, 30s, 5m, 1h or 7d";
    case ConfigType::Text:
      break;
  }
  return "text";
}

std::optional<std::int64_t> ParseInteger(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::int64_t> ParseWithUnit(std::string_view text, std::span<const Unit> units) {
  const auto unit = std::ranges::find_if(
      units, [&](const Unit& candidate) { return text.ends_with(candidate.suffix); });
  if (unit == units.end()) {
    return std::nullopt;
  }
  const auto number = ParseInteger(text.substr(0, text.size() - unit->suffix.size()));
  std::int64_t scaled = 0;
  if (!number || __builtin_mul_overflow(*number, unit->factor, &scaled)) {
    return std::nullopt;
  }
  return scaled;
}

std::optional<std::int64_t> ParseNumber(ConfigType type, std::string_view text) {
  switch (type) {
    case ConfigType::Boolean:
      return text == "true" ? std::optional(1) : text == "false" ? std::optional(0) : std::nullopt;
    case ConfigType::Integer:
      return ParseInteger(text);
    case ConfigType::Bytes:
      return ParseWithUnit(text, kByteUnits);
    case ConfigType::Duration:
      return ParseWithUnit(text, kTimeUnits);
    case ConfigType::Text:
      break;
  }
  return 0;
}

std::string EnvironmentNameOf(std::string_view key) {
  std::string name = "ARMILLARY_";
  for (const char c : key) {
    name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

tl::unexpected<Error> RefuseUnknown(std::string_view key, std::span<const ConfigKey> keys,
                                    std::string_view where) {
  std::vector<std::string_view> names;
  std::ranges::transform(keys, std::back_inserter(names), &ConfigKey::name);
  const std::string_view nearest = NearestName(key, names);
  const std::string hint =
      nearest.empty() ? std::string{} : fmt::format("; did you mean {}?", nearest);
  return Fail(ErrorCode::ConfigUnknownKey,
              fmt::format("{} has the unknown key {}{}", where, key, hint), std::string(key));
}

// Flattens [section] key = value to section.key; refuses what is not a plain value.
Result<void> Flatten(const toml::table& table, const std::string& prefix, Texts& texts) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      ARM_CHECK(Flatten(*inner, name + ".", texts));
    } else if (const auto text = node.value<std::string>()) {
      texts[name] = *text;
    } else if (const auto boolean = node.as_boolean()) {
      texts[name] = boolean->get() ? "true" : "false";
    } else if (const auto integer = node.as_integer()) {
      texts[name] = std::to_string(integer->get());
    } else {
      return Fail(ErrorCode::ConfigInvalidValue,
                  fmt::format("{} must be text, a whole number or true or false", name), name);
    }
  }
  return {};
}

Result<Texts> ReadFile(const std::filesystem::path& file) {
  Texts texts;
  try {
    ARM_CHECK(Flatten(toml::parse_file(file.string()), "", texts));
  } catch (const toml::parse_error& error) {
    return Fail(ErrorCode::ConfigInvalidValue,
                fmt::format("{} cannot be read: {} (line {})", file.string(), error.description(),
                            error.source().begin.line));
  }
  return texts;
}

const ConfigKey* FindKey(std::span<const ConfigKey> keys, std::string_view name) {
  const auto key = std::ranges::find(keys, name, &ConfigKey::name);
  return key == keys.end() ? nullptr : &*key;
}

Result<void> CheckKnown(const Texts& texts, std::span<const ConfigKey> keys,
                        std::string_view where) {
  for (const auto& [name, text] : texts) {
    if (FindKey(keys, name) == nullptr) {
      return RefuseUnknown(name, keys, where);
    }
  }
  return {};
}

// The server reads no other variable that begins so; ARMILLARY_URL and _TOKEN are the client's.
Texts FromEnvironment(const Texts& environment, std::span<const ConfigKey> keys) {
  Texts texts;
  for (const ConfigKey& key : keys) {
    if (const auto found = environment.find(EnvironmentNameOf(key.name));
        found != environment.end()) {
      texts[std::string(key.name)] = found->second;
    }
  }
  return texts;
}

}  // namespace

Result<Config> Config::Load(std::span<const ConfigKey> keys, const ConfigSources& sources) {
  Texts texts;
  if (sources.file) {
    ARM_TRY(texts, ReadFile(*sources.file));
    ARM_CHECK(CheckKnown(texts, keys, sources.file->string()));
  }
  ARM_CHECK(CheckKnown(sources.flags, keys, "the command line"));
  const Texts environment = FromEnvironment(sources.environment, keys);
  Config config;
  for (const ConfigKey& key : keys) {
    const std::string name(key.name);
    std::string text(key.default_value);
    for (const Texts* layer : {&std::as_const(texts), &environment, &sources.flags}) {
      text = layer->contains(name) ? layer->at(name) : text;
    }
    const auto number = ParseNumber(key.type, text);
    const bool bounded = key.type != ConfigType::Text && key.type != ConfigType::Boolean;
    if (!number) {  // The text is not repeated: it may be a secret under the wrong key.
      return Fail(ErrorCode::ConfigInvalidValue, fmt::format("{} takes {}", name, FormOf(key.type)),
                  name);
    }
    if (bounded && (*number < key.least || *number > key.most)) {
      return Fail(ErrorCode::ConfigInvalidValue,
                  fmt::format("{} is {} but must lie in [{}, {}]", name, text, key.least, key.most),
                  name);
    }
    config.values_.emplace(name, Value{key.type, text, *number});
  }
  return config;
}

const Config::Value& Config::At(std::string_view name, ConfigType type) const {
  const auto found = values_.find(name);
  ARM_ASSERT(found != values_.end() && found->second.type == type);
  return found->second;
}

const std::string& Config::Text(std::string_view name) const {
  return At(name, ConfigType::Text).text;
}
bool Config::Boolean(std::string_view name) const {
  return At(name, ConfigType::Boolean).number != 0;
}
std::int64_t Config::Integer(std::string_view name) const {
  return At(name, ConfigType::Integer).number;
}
std::size_t Config::Bytes(std::string_view name) const {
  return static_cast<std::size_t>(At(name, ConfigType::Bytes).number);
}
std::chrono::milliseconds Config::Duration(std::string_view name) const {
  return std::chrono::milliseconds{At(name, ConfigType::Duration).number};
}

std::string DescribeConfig(std::span<const ConfigKey> keys) {
  std::string text;
  for (const ConfigKey& key : keys) {
    text += fmt::format("{}  ({}; default {})\n    {}\n", key.name, FormOf(key.type),
                        key.default_value.empty() ? "none" : key.default_value, key.help);
  }
  return text;
}

}  // namespace armillary
