#include "api/system_routes.h"

#include <string>
#include <utility>

#include "api/error_answer.h"
#include "base/json.h"

namespace armillary::api {
namespace {

using Answer = Result<net::Response>;

boost::json::array TroublesToJson(const std::vector<Error>& troubles) {
  boost::json::array list;
  for (const Error& error : troubles) {
    const ErrorEntry& entry = EntryOf(error.code);
    list.push_back({{"code", entry.name},
                    {"message", error.message},
                    {"next_step", error.next_step.empty() ? entry.next_step
                                                          : std::string_view(error.next_step)}});
  }
  return list;
}

net::Response ReadyAnswer(const SystemParts& parts, const net::RequestHead& head) {
  if (!parts.is_ready()) {
    return ErrorAnswer({ErrorCode::NotReady, "the server is starting or stopping"},
                       head.request_id);
  }
  boost::json::object body{{"ready", true}};
  if (const auto troubles = parts.troubles(); !troubles.empty()) {
    body["details"] = TroublesToJson(troubles);
  }
  return JsonAnswer(200, body);
}

}  // namespace

void AddSystemRoutes(ControlRoutes& routes, const Contract& contract, SystemParts parts) {
  routes.AddPublic("getHealth", [](const net::Request&) {
    return net::Response{.content_type = "application/json", .body = R"({"status":"ok"})"};
  });
  routes.AddPublic("getOpenapi", [&contract](const net::Request&) {
    return net::Response{.content_type = "application/yaml",
                         .body = std::string(contract.Document())};
  });
  routes.Add("getMetrics", tenancy::Permission::MetricsRead,
             [figures = parts.figures](const ControlRequest&) -> Answer {
               return net::Response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                                    .body = figures()};
             });
  routes.AddPublic("getReadiness", [parts = std::move(parts)](const net::Request& request) {
    return ReadyAnswer(parts, request.head);
  });
}

}  // namespace armillary::api
