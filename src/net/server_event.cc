#include "net/server_event.h"

#include <algorithm>

#include "base/assert.h"

namespace armillary::net {
namespace {

constexpr std::string_view kBreaks = "\r\n";

void AppendLine(std::string_view field, std::string_view value, std::string& into) {
  into.append(field).append(": ").append(value).append("\n");
}

void AppendEventField(std::string_view field, std::string_view value, std::string& into) {
  ARM_ASSERT(value.find_first_of(kBreaks) == value.npos);
  if (!value.empty()) {
    AppendLine(field, value, into);
  }
}

}  // namespace

void AppendEvent(const ServerEvent& event, std::string& into) {
  AppendEventField("id", event.id, into);
  AppendEventField("event", event.name, into);
  std::string_view rest = event.data;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(kBreaks), rest.size());
    AppendLine("data", rest.substr(0, end), into);
    const bool is_pair = rest.substr(end).starts_with(kBreaks);
    rest.remove_prefix(std::min(end + (is_pair ? 2 : 1), rest.size()));
  }
  into.append("\n");
}

void AppendComment(std::string& into) { into.append(":\n"); }

void AppendRetry(std::chrono::milliseconds wait, std::string& into) {
  AppendLine("retry", std::to_string(wait.count()), into);
}

}  // namespace armillary::net
