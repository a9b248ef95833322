#include "api/contract.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "api/contract_files.h"
#include "api/internal/body_schema.h"
#include "api/internal/json_place.h"
#include "api/media_type.h"
#include "base/assert.h"
#include "base/json.h"

namespace armillary::api {
namespace {

namespace json = boost::json;

std::string_view FileNamed(std::string_view name) {
  const auto files = contract::EmbeddedFiles();
  const auto file = std::ranges::find(files, name, &EmbeddedFile::name);
  ARM_ASSERT(file != files.end());
  return file->content;
}

std::string Text(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

Operation ReadOperation(const json::object& object) {
  Operation operation{.id = Text(object, "id"),
                      .method = net::ParseMethod(Text(object, "method")),
                      .path = Text(object, "path"),
                      .permission = Text(object, "permission"),
                      .body_limit = object.at("body_limit").to_number<std::size_t>(),
                      .body_required = object.at("body_required").as_bool(),
                      .media_type = Text(object, "media_type"),
                      .query = {},
                      .any_query = object.at("any_query").as_bool()};
  for (const auto& parameter : object.at("query").as_object()) {
    operation.query.emplace(parameter.key(), ParameterRule(parameter.value().as_object()));
  }
  return operation;
}

tl::unexpected<Error> RefuseParameter(const Operation& operation, std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& [key, rule] : operation.query) {
    known.push_back(key);
  }
  return Fail(
      ErrorCode::UnknownParameter,
      fmt::format("there is no parameter \"{}\" here{}", Shown(name), Suggestion(name, known)),
      std::string(Shown(name)), known.empty() ? "no parameters" : OneOf(known));
}

}  // namespace

struct Contract::Schemas {
  std::map<std::string, BodySchema, std::less<>> by_operation;
};

Contract::Contract() : schemas_(std::make_unique<Schemas>()) {}
Contract::Contract(Contract&&) noexcept = default;
Contract& Contract::operator=(Contract&&) noexcept = default;
Contract::~Contract() = default;

Result<Contract> Contract::Load() {
  ARM_TRY(const auto document, ParseJson(FileNamed("operations.json")));
  Contract contract;
  for (const auto& entry : document.as_array()) {
    const auto& object = entry.as_object();
    Operation operation = ReadOperation(object);
    if (const auto& schema = object.at("schema"); schema.is_object()) {
      ARM_TRY(auto compiled, BodySchema::Compile(schema));
      contract.schemas_->by_operation.emplace(operation.id, std::move(compiled));
    }
    contract.operations_.emplace(operation.id, std::move(operation));
  }
  return contract;
}

const Operation& Contract::Find(std::string_view id) const {
  const auto operation = operations_.find(id);
  ARM_ASSERT(operation != operations_.end());
  return operation->second;
}

std::string_view Contract::Document() const { return FileNamed("openapi.yaml"); }

Result<json::object> Contract::ReadBody(const Operation& operation,
                                        const net::Request& request) const {
  if (request.body.empty()) {
    if (operation.body_required) {
      return Fail(ErrorCode::MissingBody, "the request has no body", "body");
    }
    return json::object{};
  }
  ARM_CHECK(CheckMediaType(request.head, operation.media_type));
  ARM_TRY(auto body, ParseJson(request.body));
  const auto schema = schemas_->by_operation.find(operation.id);
  ARM_ASSERT(schema != schemas_->by_operation.end());
  ARM_CHECK(schema->second.Check(body));
  return std::move(body).as_object();
}

Error Contract::OfBody(const Operation& operation, Error error) const {
  const auto schema = schemas_->by_operation.find(operation.id);
  if (schema != schemas_->by_operation.end() &&
      schema->second.Describes(error.field.substr(0, error.field.find('/')))) {
    error.field.insert(0, 1, '/');
  }
  return error;
}

Result<void> Contract::CheckQuery(const Operation& operation, const net::RequestHead& head) {
  if (operation.any_query) {
    return {};
  }
  for (std::size_t i = 0; i < head.query.Size(); ++i) {
    const auto [name, value] = head.query.At(i);
    const auto rule = operation.query.find(name);
    if (rule == operation.query.end()) {
      return RefuseParameter(operation, name);
    }
    if (head.query.Count(name) > 1) {
      return Fail(ErrorCode::DuplicateParameter,
                  fmt::format("the parameter {} is there twice", name), std::string(name),
                  "at most once");
    }
    ARM_CHECK(rule->second.Check(name, value));
  }
  return {};
}

}  // namespace armillary::api
