#include "api/page_routes.h"

#include <boost/json/serialize.hpp>
#include <chrono>
#include <string_view>
#include <utility>

#include "api/error_answer.h"

namespace armillary::api {
namespace {

constexpr std::chrono::seconds kPageTime{30};
constexpr std::string_view kAddress = "/ui";

// On the pool: a page is copied into its answer.
void Add(std::vector<net::Route>& routes, const Operation& operation, net::Handler handler) {
  routes.emplace_back(
      net::Route::Address{operation.method, operation.path, operation.id}, net::Policy::Public(),
      net::RouteLimits{operation.body_limit, kPageTime}, net::Execution::Pooled,
      [&operation, handler = std::move(handler)](const net::Request& request) {
        const auto query = Contract::CheckQuery(operation, request.head);
        return query ? handler(request) : ErrorAnswer(query.error(), request.head.request_id);
      });
}

net::Response PageAnswer(const Pages& pages, std::string_view path, const net::RequestHead& head) {
  auto answer = pages.Answer(path, head);
  return answer ? *std::move(answer) : ErrorAnswer(answer.error(), head.request_id);
}

net::Response Welcome(const net::RequestHead& head, const std::string& server_version) {
  const auto accepted = head.headers.Find("Accept").value_or(std::string_view());
  if (accepted.find("text/html") != std::string_view::npos) {
    return {.status = 303,
            .headers = {{"Location", std::string(kAddress)}, {"Vary", "Accept"}},
            .body = {}};
  }
  const boost::json::object body{{"name", "armillary"},
                                 {"version", server_version},
                                 {"pages", kAddress},
                                 {"contract", "/api/v1/openapi.yaml"}};
  return {.content_type = "application/json",
          .headers = {{"Vary", "Accept"}},
          .body = boost::json::serialize(body)};
}

}  // namespace

void AddPageRoutes(std::vector<net::Route>& routes, const Contract& contract, const Pages& pages,
                   const std::string& server_version) {
  Add(routes, contract.Find("getRoot"), [server_version](const net::Request& request) {
    return Welcome(request.head, server_version);
  });
  Add(routes, contract.Find("getFirstPage"),
      [&pages](const net::Request& request) { return PageAnswer(pages, "", request.head); });
  Add(routes, contract.Find("getPage"), [&pages](const net::Request& request) {
    return PageAnswer(pages, request.head.Parameter("path"), request.head);
  });
}

}  // namespace armillary::api
