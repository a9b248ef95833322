#include "api/error_answer.h"

#include <fmt/format.h>

#include "base/json.h"

namespace armillary::api {
namespace {

constexpr int kUnprocessable = 422;
constexpr int kBadRequest = 400;

std::string MessageOf(const Error& error) {
  const bool is_ours = error.code == ErrorCode::Internal;
  return is_ours || error.message.empty() ? std::string(EntryOf(error.code).title) + "."
                                          : error.message;
}

}  // namespace

net::Response ErrorAnswer(const Error& error, const RequestId& request) {
  const ErrorEntry& entry = EntryOf(error.code);
  boost::json::object body{{"code", entry.name}, {"message", MessageOf(error)}};
  if (!error.field.empty()) {
    body["field"] = error.field;
  }
  if (!error.rule.empty()) {
    body["rule"] = error.rule;
  }
  body["next_step"] = error.next_step.empty() ? entry.next_step : std::string_view(error.next_step);
  body["request_id"] = request.value;
  return {.status = entry.http,
          .content_type = "application/json",
          .headers = {},
          .body = boost::json::serialize(body)};
}

net::Response OipErrorAnswer(const Error& error) {
  const ErrorEntry& entry = EntryOf(error.code);
  const boost::json::object body{{"error", fmt::format("{}: {}", entry.name, MessageOf(error))}};
  return {.status = entry.http == kUnprocessable ? kBadRequest : entry.http,
          .content_type = "application/json",
          .headers = {},
          .body = boost::json::serialize(body)};
}

}  // namespace armillary::api
