#include "api/contract.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "api/contract_files.h"
#include "api/internal/body_schema.h"
#include "api/media_type.h"
#include "base/assert.h"
#include "base/json.h"
#include "base/names.h"

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
                      .query = {}};
  for (const auto& parameter : object.at("query").as_object()) {
    operation.query.emplace(parameter.key());
  }
  return operation;
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

Result<void> Contract::CheckQuery(const Operation& operation, const net::RequestHead& head) {
  for (std::size_t i = 0; i < head.query.Size(); ++i) {
    const std::string name(head.query.At(i).first);
    if (!operation.query.contains(name)) {
      const std::vector<std::string_view> known(operation.query.begin(), operation.query.end());
      const auto nearest = NearestName(name, known);
      return Fail(ErrorCode::UnknownParameter,
                  fmt::format("there is no parameter {}{}", name,
                              nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)),
                  name);
    }
    if (head.query.Count(name) > 1) {
      return Fail(ErrorCode::DuplicateParameter,
                  fmt::format("the parameter {} is there twice", name), name);
    }
  }
  return {};
}

}  // namespace armillary::api
