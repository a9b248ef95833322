#include "api/internal/body_schema.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "api/internal/json_place.h"
#include "base/json.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using Found = valijson::ValidationResults::Error;
using Context = std::vector<std::string>;

// The library tells which keyword broke only by the words of its message. What a value must be at
// all comes before the rules for values of that kind.
struct Broken {
  std::string_view words;
  std::string_view keyword;
  ErrorCode code;
};

constexpr std::array kBroken{
    Broken{"Value type not permitted", "type", ErrorCode::WrongType},
    Broken{"Object contains a property that could not be validated", "properties",
           ErrorCode::UnknownField},
    Broken{"Missing required property", "required", ErrorCode::MissingField},
    Broken{"Failed to match against any enum values", "enum", ErrorCode::NotOneOf},
    Broken{"String should be no more than", "maxLength", ErrorCode::TooLong},
    Broken{"String should be no fewer than", "minLength", ErrorCode::TooShort},
    Broken{"Array should contain no more than", "maxItems", ErrorCode::TooLong},
    Broken{"Array should contain no fewer than", "minItems", ErrorCode::TooShort},
    Broken{"Object should have no fewer than", "minProperties", ErrorCode::NothingToChange},
    Broken{"Object should have no more than", "maxProperties", ErrorCode::TooLong},
    Broken{"Expected number less than", "maximum", ErrorCode::OutOfRange},
    Broken{"Expected number greater than", "minimum", ErrorCode::OutOfRange},
    Broken{"Failed to match regex", "pattern", ErrorCode::InvalidName},
    Broken{"Elements at indexes", "uniqueItems", ErrorCode::DuplicateValue},
};

const Broken* BrokenBy(const Found& found) {
  const auto* const broken = std::ranges::find_if(kBroken, [&](const Broken& candidate) {
    return found.description.starts_with(candidate.words);
  });
  return broken == kBroken.end() ? nullptr : broken;
}

// From "[records]" to records, from "[3]" to 3.
std::string_view KeyIn(std::string_view part) { return part.substr(1, part.size() - 2); }

std::string PointerOf(const Context& context) {
  std::string pointer;
  for (const std::string& part : context) {
    if (part != "<root>") {
      AppendPointer(pointer, Shown(KeyIn(part)));
    }
  }
  return pointer;
}

// The part of the schema that speaks of that place; null if none does.
const json::value* SchemaAt(const json::value& schema, const Context& context) {
  const json::value* node = &schema;
  for (const std::string& part : context) {
    if (node == nullptr || part == "<root>") {
      continue;
    }
    const json::value* const properties = node->as_object().if_contains("properties");
    node = properties != nullptr ? properties->as_object().if_contains(KeyIn(part))
                                 : node->as_object().if_contains("items");
  }
  return node;
}

std::string TextOf(const json::value& value) {
  if (value.is_string()) {
    return std::string(value.as_string());
  }
  if (!value.is_array()) {
    return json::serialize(value);
  }
  std::string list;
  for (const json::value& element : value.as_array()) {
    list.append(list.empty() ? "" : ", ").append(TextOf(element));
  }
  return list;
}

// Such as `maxLength 63`.
std::string RuleOf(const json::value* schema, const Broken& broken) {
  const std::string_view keyword = broken.keyword;
  const json::value* const limit =
      schema == nullptr ? nullptr : schema->as_object().if_contains(keyword);
  if (limit == nullptr) {
    return std::string(keyword);
  }
  const bool is_choice = broken.code == ErrorCode::NotOneOf;
  return fmt::format("{} {}", is_choice ? "one of" : keyword, TextOf(*limit));
}

// What the library puts last, as '<key>'.
std::string_view QuotedIn(std::string_view message, std::string_view before) {
  message.remove_prefix(message.find(before) + before.size());
  return message.substr(0, message.rfind('\''));
}

std::vector<std::string_view> KeysOf(const json::value* schema) {
  std::vector<std::string_view> keys;
  const json::value* const properties =
      schema == nullptr ? nullptr : schema->as_object().if_contains("properties");
  if (properties != nullptr) {
    for (const auto& property : properties->as_object()) {
      keys.emplace_back(property.key().data(), property.key().size());
    }
  }
  return keys;
}

tl::unexpected<Error> RefuseUnknown(const Found& found, const json::value* schema) {
  const std::string_view key = QuotedIn(found.description, "constraints: '");
  std::string field = PointerOf(found.context);
  AppendPointer(field, Shown(key));
  const auto known = KeysOf(schema);
  return Fail(ErrorCode::UnknownField,
              fmt::format("there is no field \"{}\" here{}", Shown(key), Suggestion(key, known)),
              std::move(field), OneOf(known));
}

tl::unexpected<Error> RefuseMissing(const Found& found) {
  std::string field = PointerOf(found.context);
  AppendPointer(field, QuotedIn(found.description, "property '"));
  return Fail(ErrorCode::MissingField, fmt::format("{} is missing", field), field, "required");
}

tl::unexpected<Error> Refuse(const Found& found, const Broken& broken, const json::value& whole) {
  const json::value* const schema = SchemaAt(whole, found.context);
  if (broken.code == ErrorCode::UnknownField) {
    return RefuseUnknown(found, schema);
  }
  if (broken.code == ErrorCode::MissingField) {
    return RefuseMissing(found);
  }
  std::string field = PointerOf(found.context);
  field = field.empty() ? "body" : field;
  const std::string rule = RuleOf(schema, broken);
  return Fail(broken.code, fmt::format("{}: {} ({})", field, EntryOf(broken.code).title, rule),
              field, rule);
}

// The first that says something of its own, or what says more of the same place.
const Found* Telling(const std::vector<Found>& all) {
  const Found* best = nullptr;
  for (const Found& found : all) {
    const Broken* const broken = BrokenBy(found);
    const bool is_first = best == nullptr;
    if (broken != nullptr &&
        (is_first || (found.context == best->context && broken < BrokenBy(*best)))) {
      best = &found;
    }
  }
  return best;
}

}  // namespace

struct BodySchema::Compiled {
  json::value text;
  valijson::Schema schema;
};

BodySchema::BodySchema(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
BodySchema::BodySchema(BodySchema&&) noexcept = default;
BodySchema& BodySchema::operator=(BodySchema&&) noexcept = default;
BodySchema::~BodySchema() = default;

Result<BodySchema> BodySchema::Compile(const boost::json::value& schema) {
  auto compiled = std::make_unique<Compiled>();
  compiled->text = schema;
  try {
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema), compiled->schema);
  } catch (const std::exception& error) {
    return Fail(ErrorCode::Internal, fmt::format("a schema of the contract: {}", error.what()));
  }
  return BodySchema(std::move(compiled));
}

bool BodySchema::Describes(std::string_view name) const {
  const json::value* const properties = compiled_->text.as_object().if_contains("properties");
  return properties != nullptr && properties->as_object().contains(name);
}

Result<void> BodySchema::Check(const boost::json::value& body) const {
  valijson::ValidationResults results;
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  const valijson::adapters::BoostJsonAdapter adapter(body);
  if (validator.validate(compiled_->schema, adapter, &results)) {
    return {};
  }
  std::vector<Found> all(results.numErrors());
  for (Found& found : all) {
    results.popError(found);
  }
  if (const Found* const found = Telling(all)) {
    return Refuse(*found, *BrokenBy(*found), compiled_->text);
  }
  return Fail(ErrorCode::WrongType, "the body does not have the form that the operation describes",
              "body");
}

}  // namespace armillary::api
