#include "api/internal/body_schema.h"

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

namespace armillary::api {
namespace {

// The library tells which keyword broke only by the words of its message.
struct Broken {
  std::string_view words;
  ErrorCode code;
  bool names_field;  // The message ends in '<field>'.
};

constexpr std::array kBroken{
    Broken{"Object contains a property that could not be validated", ErrorCode::UnknownField, true},
    Broken{"Missing required property", ErrorCode::MissingField, true},
    Broken{"Value type not permitted", ErrorCode::WrongType, false},
    Broken{"Failed to match against any enum values", ErrorCode::NotOneOf, false},
    Broken{"String should be no more than", ErrorCode::TooLong, false},
    Broken{"String should be no fewer than", ErrorCode::TooShort, false},
    Broken{"Array should contain no more than", ErrorCode::TooLong, false},
    Broken{"Array should contain no fewer than", ErrorCode::TooShort, false},
    Broken{"Object should have no fewer than", ErrorCode::NothingToChange, false},
    Broken{"Object should have no more than", ErrorCode::TooLong, false},
    Broken{"Expected number", ErrorCode::OutOfRange, false},
    Broken{"Failed to match regex", ErrorCode::InvalidName, false},
    Broken{"Elements at indexes", ErrorCode::DuplicateValue, false},
};

// From ["<root>", "[\"records\"]", "[3]"] to /records/3.
std::string PointerOf(const std::vector<std::string>& context) {
  std::string pointer;
  for (std::string_view part : context) {
    if (part == "<root>") {
      continue;
    }
    part.remove_prefix(part.starts_with("[\"") ? 2 : part.starts_with('[') ? 1 : 0);
    part.remove_suffix(part.ends_with("\"]") ? 2 : part.ends_with(']') ? 1 : 0);
    pointer += fmt::format("/{}", part);
  }
  return pointer;
}

std::string QuotedPart(std::string_view message) {
  const auto end = message.rfind('\'');
  const auto start = end == 0 || end == message.npos ? message.npos : message.rfind('\'', end - 1);
  return start == message.npos ? std::string{}
                               : std::string(message.substr(start + 1, end - start - 1));
}

// The enum's values, the bound of a number ...: what the message says after its first words.
tl::unexpected<Error> Refuse(const valijson::ValidationResults::Error& error,
                             const Broken& broken) {
  std::string field = PointerOf(error.context);
  if (broken.names_field) {
    field += "/" + QuotedPart(error.description);
  }
  const std::string where = field.empty() ? "the body" : field;
  return Fail(broken.code, fmt::format("{}: {}", where, EntryOf(broken.code).title),
              field.empty() ? "body" : field, error.description);
}

}  // namespace

struct BodySchema::Compiled {
  valijson::Schema schema;
};

BodySchema::BodySchema(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
BodySchema::BodySchema(BodySchema&&) noexcept = default;
BodySchema& BodySchema::operator=(BodySchema&&) noexcept = default;
BodySchema::~BodySchema() = default;

Result<BodySchema> BodySchema::Compile(const boost::json::value& schema) {
  auto compiled = std::make_unique<Compiled>();
  try {
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema), compiled->schema);
  } catch (const std::exception& error) {
    return Fail(ErrorCode::Internal, fmt::format("a schema of the contract: {}", error.what()));
  }
  return BodySchema(std::move(compiled));
}

Result<void> BodySchema::Check(const boost::json::value& body) const {
  valijson::ValidationResults results;
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  const valijson::adapters::BoostJsonAdapter adapter(body);
  if (validator.validate(compiled_->schema, adapter, &results)) {
    return {};
  }
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const Broken& broken : kBroken) {
      if (std::string_view(error.description).starts_with(broken.words)) {
        return Refuse(error, broken);
      }
    }
  }
  return Fail(ErrorCode::WrongType, "the body does not have the form that the operation describes",
              "body");
}

}  // namespace armillary::api
