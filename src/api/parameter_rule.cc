#include "api/parameter_rule.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "api/internal/json_place.h"
#include "base/names.h"

namespace armillary::api {
namespace {

namespace json = boost::json;

template <class T>
void ReadLimit(const json::object& schema, std::string_view keyword, T& into) {
  if (const json::value* const limit = schema.if_contains(keyword)) {
    into = limit->to_number<T>();
  }
}

std::vector<std::string> ReadChoices(const json::object& schema, std::string_view keyword) {
  std::vector<std::string> choices;
  if (const json::value* const list = schema.if_contains(keyword)) {
    for (const json::value& choice : list->as_array()) {
      choices.emplace_back(choice.as_string());
    }
  }
  return choices;
}

tl::unexpected<Error> Refuse(ErrorCode code, std::string_view name, const std::string& rule) {
  return Fail(code, fmt::format("{}: {} ({})", name, EntryOf(code).title, rule), std::string(name),
              rule);
}

}  // namespace

ParameterRule::ParameterRule(const json::object& schema)
    : is_integer_(schema.contains("type") && schema.at("type").as_string() == "integer"),
      is_list_(schema.contains("x-each-of")),
      choices_(ReadChoices(schema, is_list_ ? "x-each-of" : "enum")) {
  ReadLimit(schema, "maxLength", longest_);
  ReadLimit(schema, "minimum", least_);
  ReadLimit(schema, "maximum", most_);
}

Result<void> ParameterRule::Check(std::string_view name, std::string_view value) const {
  if (is_integer_) {
    return CheckNumber(name, value);
  }
  if (value.size() > longest_ && CountScalars(value) > longest_) {
    return Refuse(ErrorCode::TooLong, name, fmt::format("maxLength {}", longest_));
  }
  if (is_list_ && value.empty()) {
    return {};
  }
  while (is_list_ && value.find(',') != value.npos) {
    ARM_CHECK(CheckChoice(name, value.substr(0, value.find(','))));
    value.remove_prefix(value.find(',') + 1);
  }
  return CheckChoice(name, value);
}

Result<void> ParameterRule::CheckNumber(std::string_view name, std::string_view value) const {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (end != value.data() + value.size() || value.empty() || error == std::errc::invalid_argument) {
    return Refuse(ErrorCode::WrongType, name, "type integer");
  }
  const bool is_negative = value.starts_with('-');
  const bool is_held = error == std::errc{};
  if (is_held ? number < least_ : is_negative) {
    return Refuse(ErrorCode::OutOfRange, name, fmt::format("minimum {}", least_));
  }
  if (!is_held || number > most_) {
    return Refuse(ErrorCode::OutOfRange, name, fmt::format("maximum {}", most_));
  }
  return {};
}

Result<void> ParameterRule::CheckChoice(std::string_view name, std::string_view value) const {
  if (choices_.empty() || std::ranges::find(choices_, value) != choices_.end()) {
    return {};
  }
  const std::vector<std::string_view> known(choices_.begin(), choices_.end());
  return Refuse(ErrorCode::NotOneOf, name, OneOf(known));
}

}  // namespace armillary::api
