#include "api/error_answer.h"

#include <fmt/format.h>
#include <string>
#include <vector>

#include "base/json.h"

namespace armillary::api {
namespace {

constexpr int kUnprocessable = 422;
constexpr int kBadRequest = 400;
constexpr int kTooManyRequests = 429;
constexpr int kInternal = 500;
constexpr int kUnavailable = 503;

// What went wrong inside is for the log, not for who asked.
bool IsInternal(const Error& error) { return EntryOf(error.code).status == "internal"; }

std::string MessageOf(const Error& error) {
  return IsInternal(error) || error.message.empty() ? std::string(EntryOf(error.code).title) + "."
                                                    : error.message;
}

std::string CauseOf(const Error& error) {
  return EntryOf(error.code).http < kInternal
             ? ""
             : fmt::format("{}: {}", CodeName(error.code), error.message);
}

// What is refused for the moment only: a second later there is a rate's next share, and a queue has
// moved on.
std::vector<net::Header> HeadersOf(const ErrorEntry& entry) {
  if (entry.retry && (entry.http == kTooManyRequests || entry.http == kUnavailable)) {
    return {{"Retry-After", "1"}};
  }
  return {};
}

// For the form that has no members for it.
std::string PlaceOf(const Error& error) {
  if (error.field.empty() || IsInternal(error)) {
    return {};
  }
  return fmt::format(" [{}{}{}]", error.field, error.rule.empty() ? "" : ": ", error.rule);
}

}  // namespace

net::Response ErrorAnswer(const Error& error, const RequestId& request) {
  const ErrorEntry& entry = EntryOf(error.code);
  boost::json::object body{{"code", entry.name}, {"message", MessageOf(error)}};
  if (!error.field.empty() && !IsInternal(error)) {
    body["field"] = error.field;
  }
  if (!error.rule.empty() && !IsInternal(error)) {
    body["rule"] = error.rule;
  }
  body["next_step"] = error.next_step.empty() ? entry.next_step : std::string_view(error.next_step);
  body["request_id"] = request.value;
  return {.status = entry.http,
          .content_type = "application/json",
          .headers = HeadersOf(entry),
          .body = boost::json::serialize(body),
          .cause = CauseOf(error)};
}

net::Response OipErrorAnswer(const Error& error) {
  const ErrorEntry& entry = EntryOf(error.code);
  const boost::json::object body{
      {"error", fmt::format("{}: {}{}", entry.name, MessageOf(error), PlaceOf(error))}};
  return {.status = entry.http == kUnprocessable ? kBadRequest : entry.http,
          .content_type = "application/json",
          .headers = HeadersOf(entry),
          .body = boost::json::serialize(body),
          .cause = CauseOf(error)};
}

}  // namespace armillary::api
