#include "api/stream_text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/assert.h"
#include "base/clock.h"
#include "base/error_code.h"
#include "net/server_event.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using Kind = events::Notice::Kind;

json::object ChangeJson(const events::Notice& notice) {
  const events::Event& event = *notice.event;
  json::object object{{"topic", notice.topic},
                      {"id", event.sequence},
                      {"kind", event.entry.kind},
                      {"object", event.entry.object}};
  if (event.entry.object_name) {
    object["name"] = *event.entry.object_name;
  }
  if (notice.tenant) {
    object["tenant"] = notice.tenant->value;
  }
  if (event.entry.environment) {
    object["environment"] = *event.entry.environment;
  }
  object["revision"] = event.entry.revision;
  object["at"] = FormatTime(event.at);
  return object;
}

json::object TopicsJson(const events::Subscription& subscription) {
  json::array topics;
  for (const std::string& topic : subscription.Topics()) {
    topics.emplace_back(topic);
  }
  return {{"topics", std::move(topics)}};
}

json::object RefusalJson(const events::Notice& notice) {
  ARM_ASSERT(notice.error.has_value());
  const Error& error = *notice.error;
  const std::string_view usual = EntryOf(error.code).next_step;
  json::object object;
  if (!notice.topic.empty()) {
    object["topic"] = notice.topic;
  }
  object["code"] = CodeName(error.code);
  object["message"] = error.message;
  object["next_step"] = error.next_step.empty() ? usual : std::string_view(error.next_step);
  return object;
}

std::string_view NameOf(Kind kind) {
  switch (kind) {
    case Kind::Ready:
      return "ready";
    case Kind::Resync:
      return "resync";
    case Kind::Dropped:
      return "dropped";
    case Kind::End:
      return "end";
    default:
      return "";
  }
}

}  // namespace

StreamText::StreamText(std::unique_ptr<events::Subscription> subscription,
                       std::chrono::milliseconds retry)
    : subscription_(std::move(subscription)), retry_(retry) {}

bool StreamText::Take(std::string& into) {
  std::vector<events::Notice> notices;
  const bool goes_on = subscription_->Take(notices);
  if (!notices.empty() && !std::exchange(has_begun_, true)) {
    net::AppendRetry(retry_, into);
  }
  for (const events::Notice& notice : notices) {
    Append(notice, into);
  }
  return goes_on;
}

void StreamText::Append(const events::Notice& notice, std::string& into) const {
  std::string data;
  switch (notice.kind) {
    case Kind::Change:
      data = json::serialize(ChangeJson(notice));
      break;
    case Kind::Ready:
    case Kind::Resync:
      data = json::serialize(TopicsJson(*subscription_));
      break;
    case Kind::Dropped:
    case Kind::End:
      data = json::serialize(RefusalJson(notice));
      break;
    case Kind::Pulse:
      net::AppendComment(into);
      break;
  }
  const std::string id = std::to_string(notice.id);
  net::AppendEvent({.id = id, .name = NameOf(notice.kind), .data = data}, into);
}

}  // namespace armillary::api
