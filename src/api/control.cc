#include "api/control.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <utility>

#include "api/call.h"
#include "api/error_answer.h"
#include "api/media_type.h"
#include "base/digest.h"
#include "base/json.h"
#include "tenancy/decision.h"

namespace armillary::api {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds kControlTime{30};
constexpr std::chrono::minutes kUploadTime{30};
constexpr std::size_t kMostKey = 255;

std::optional<std::int64_t> ParseNumber(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

std::string QueryText(const net::RequestHead& head, std::string_view name) {
  return std::string(head.query.Find(name).value_or(std::string_view()));
}

std::set<std::string> Split(std::string_view list) {
  std::set<std::string> parts;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    parts.emplace(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return parts;
}

json::object CutDown(const json::object& item, const std::set<std::string>& fields) {
  if (fields.empty()) {
    return item;
  }
  json::object cut;
  for (const auto& member : item) {
    const std::string key(member.key());
    const bool is_identity = key == "id" || (key == "name" && !item.contains("id"));
    if (is_identity || fields.contains(key)) {
      cut.emplace(member.key(), member.value());
    }
  }
  return cut;
}

Result<net::Response> AnswerTo(const Contract& contract, const Operation& operation,
                               const ControlHandler& handler, const net::Request& request) {
  ARM_CHECK(Contract::CheckQuery(operation, request.head));
  ARM_TRY(const json::object body, contract.ReadBody(operation, request));
  ARM_TRY(const tenancy::Call call, CallOf(operation, request.head, request.body));
  auto answer = handler({request.head, AccessOf(request), call, body});
  if (!answer) {
    return Fail(contract.OfBody(operation, std::move(answer).error()));
  }
  return answer;
}

Result<net::Response> AnswerOpen(const Contract& contract, const Operation& operation,
                                 const OpenHandler& handler, const net::Request& request) {
  ARM_CHECK(Contract::CheckQuery(operation, request.head));
  ARM_TRY(const json::object body, contract.ReadBody(operation, request));
  auto answer = handler(request.head, body);
  if (!answer) {
    return Fail(contract.OfBody(operation, std::move(answer).error()));
  }
  return answer;
}

}  // namespace

Result<std::int64_t> ControlRequest::Version() const {
  const auto number = ParseNumber(head.Parameter("version"));
  if (!number || *number < 1 || *number > INT32_MAX) {
    return Fail(tenancy::NothingHere());
  }
  return *number;
}

std::optional<std::string> ControlRequest::Text(std::string_view key) const {
  const auto* value = body.if_contains(key);
  return value != nullptr ? std::optional(std::string(value->as_string())) : std::nullopt;
}

std::optional<std::int64_t> ControlRequest::Number(std::string_view key) const {
  const auto* value = body.if_contains(key);
  return value != nullptr ? std::optional(value->to_number<std::int64_t>()) : std::nullopt;
}

ListRequest ControlRequest::List() const {
  ListRequest list{.filter = QueryText(head, "filter"),
                   .sort = QueryText(head, "sort"),
                   .cursor = QueryText(head, "cursor")};
  if (const auto limit = head.query.Find("limit")) {
    list.limit = ParseNumber(*limit).value();
  }
  return list;
}

Result<tenancy::IfMatch> ControlRequest::Match() const {
  const auto header = head.headers.Find("If-Match");
  if (!header) {
    return Fail(ErrorCode::PreconditionRequired, "an edit names the state that it changes",
                "If-Match", "the ETag of the last read, or *");
  }
  if (*header == "*") {
    return tenancy::IfMatch{};
  }
  const bool is_quoted = header->size() > 2 && header->front() == '"' && header->back() == '"';
  const auto revision =
      is_quoted ? ParseNumber(header->substr(1, header->size() - 2)) : std::nullopt;
  if (!revision) {
    return Fail(ErrorCode::PreconditionFailed, "this is no ETag of the object", "If-Match",
                "the ETag of the last read, or *");
  }
  return tenancy::IfMatch{revision};
}

net::Route::Address ControlRoutes::AddressOf(const Operation& operation) const {
  return {operation.method, operation.path, operation.id};
}

void ControlRoutes::Add(std::string_view operation, tenancy::Permission permission,
                        ControlHandler handler) {
  const Operation& described = contract_.Find(operation);
  auto answer = [this_contract = &contract_, &described,
                 handler = std::move(handler)](const net::Request& request) {
    auto response = AnswerTo(*this_contract, described, handler, request);
    return response ? *std::move(response) : ErrorAnswer(response.error(), request.head.request_id);
  };
  routes_.emplace_back(AddressOf(described),
                       net::Policy::Permission(std::string(tenancy::NameOf(permission))),
                       net::RouteLimits{described.body_limit, kControlTime}, net::Execution::Pooled,
                       std::move(answer));
}

void ControlRoutes::AddUpload(std::string_view operation, tenancy::Permission permission,
                              net::UploadHandler handler) {
  const Operation& described = contract_.Find(operation);
  routes_.emplace_back(AddressOf(described),
                       net::Policy::Permission(std::string(tenancy::NameOf(permission))),
                       net::RouteLimits{described.body_limit, kUploadTime}, std::move(handler));
}

void ControlRoutes::AddPublic(std::string_view operation, net::Handler handler) {
  const Operation& described = contract_.Find(operation);
  routes_.emplace_back(AddressOf(described), net::Policy::Public(),
                       net::RouteLimits{described.body_limit, kControlTime}, net::Execution::Inline,
                       [&described, handler = std::move(handler)](const net::Request& request) {
                         const auto query = Contract::CheckQuery(described, request.head);
                         return query ? handler(request)
                                      : ErrorAnswer(query.error(), request.head.request_id);
                       });
}

void ControlRoutes::AddOnPool(const Operation& operation,
                              std::function<Result<net::Response>(const net::Request&)> answer) {
  routes_.emplace_back(AddressOf(operation), net::Policy::Public(),
                       net::RouteLimits{operation.body_limit, kControlTime}, net::Execution::Pooled,
                       [answer = std::move(answer)](const net::Request& request) {
                         auto response = answer(request);
                         return response ? *std::move(response)
                                         : ErrorAnswer(response.error(), request.head.request_id);
                       });
}

void ControlRoutes::AddOpen(std::string_view operation, OpenHandler handler) {
  const Operation& described = contract_.Find(operation);
  AddOnPool(described, [contract = &contract_, &described,
                        handler = std::move(handler)](const net::Request& request) {
    return AnswerOpen(*contract, described, handler, request);
  });
}

void ControlRoutes::AddOpenForm(std::string_view operation, OpenFormHandler handler) {
  const Operation& described = contract_.Find(operation);
  AddOnPool(described,
            [&described,
             handler = std::move(handler)](const net::Request& request) -> Result<net::Response> {
              ARM_CHECK(Contract::CheckQuery(described, request.head));
              if (request.body.empty()) {
                return Fail(ErrorCode::MissingBody, "the request has no body", "body");
              }
              ARM_CHECK(CheckMediaType(request.head, described.media_type));
              return handler(request.head, request.body);
            });
}

Result<tenancy::Call> CallOf(const Operation& operation, const net::RequestHead& head,
                             std::string_view body) {
  tenancy::Call call{.request = head.request_id};
  const auto key = head.headers.Find("Idempotency-Key");
  if (!key || operation.method != net::Method::Post) {
    return call;
  }
  const bool is_visible = std::ranges::all_of(*key, [](char c) { return c > ' ' && c <= '~'; });
  if (key->empty() || key->size() > kMostKey || !is_visible) {
    return Fail(ErrorCode::InvalidHeader, "Idempotency-Key has 1 to 255 visible ASCII characters",
                "Idempotency-Key", "1 to 255 visible ASCII characters");
  }
  const std::string request = fmt::format("{}\n{}\n{}", operation.id, head.target, body);
  // Only a hash of the key is kept: somebody may send a secret here by mistake.
  call.retry = {Sha256(*key).ToHex(), operation.id, Sha256(request).ToHex()};
  return call;
}

net::Response JsonAnswer(int status, const json::object& body) {
  return {.status = status,
          .content_type = "application/json",
          .headers = {},
          .body = json::serialize(body)};
}

net::Response WithRevision(net::Response answer, std::int64_t revision) {
  answer.headers.emplace_back("ETag", fmt::format("\"{}\"", revision));
  return answer;
}

json::array CanJson(const std::vector<tenancy::Permission>& permissions) {
  json::array names;
  for (const tenancy::Permission permission : permissions) {
    names.emplace_back(tenancy::NameOf(permission));
  }
  return names;
}

net::Response internal::PageOf(const ControlRequest& request,
                               const std::vector<json::object>& items, const Page<int>& outline) {
  const auto fields = Split(QueryText(request.head, "fields"));
  json::array list;
  list.reserve(items.size());
  for (const json::object& item : items) {
    list.push_back(CutDown(item, fields));
  }
  json::object body{{"items", std::move(list)}};
  if (!outline.next_cursor.empty()) {
    body["next_cursor"] = outline.next_cursor;
  }
  body["total"] = outline.total;
  body["total_is_exact"] = outline.total_is_exact;
  return JsonAnswer(200, body);
}

}  // namespace armillary::api
