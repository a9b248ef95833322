#include "api/system_routes.h"

#include <string>
#include <utility>

#include "api/error_answer.h"

namespace armillary::api {
namespace {

using Answer = Result<net::Response>;

net::Response ReadyAnswer(bool is_ready, const net::RequestHead& head) {
  if (!is_ready) {
    return ErrorAnswer({ErrorCode::NotReady, "the server is starting or stopping"},
                       head.request_id);
  }
  return JsonAnswer(200, {{"ready", true}});
}

}  // namespace

void AddSystemRoutes(ControlRoutes& routes, const Contract& contract,
                     std::function<std::string()> figures, std::function<bool()> is_ready) {
  routes.AddPublic("getHealth", [](const net::Request&) {
    return net::Response{.content_type = "application/json", .body = R"({"status":"ok"})"};
  });
  routes.AddPublic("getReadiness", [is_ready = std::move(is_ready)](const net::Request& request) {
    return ReadyAnswer(is_ready(), request.head);
  });
  routes.AddPublic("getOpenapi", [&contract](const net::Request&) {
    return net::Response{.content_type = "application/yaml",
                         .body = std::string(contract.Document())};
  });
  routes.Add("getMetrics", tenancy::Permission::MetricsRead,
             [figures = std::move(figures)](const ControlRequest&) -> Answer {
               return net::Response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                                    .body = figures()};
             });
}

}  // namespace armillary::api
