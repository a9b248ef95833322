#include "api/deployment_routes.h"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>

#include "api/model_json.h"
#include "base/clock.h"
#include "base/encoding.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using deployments::DeploymentService;
using deployments::Entry;
using tenancy::Permission;
using Answer = Result<net::Response>;

std::string SignatureText(const keys::Signature& signature) {
  return fmt::format("ed25519:{}:{}", signature.key.value, ToBase64Url(signature.bytes));
}

// What is possible with the model now; whether the environment lets it, the server says then.
json::array CanWith(const tenancy::Access& access, const Entry& entry) {
  std::vector<Permission> can;
  const auto add = [&](Permission permission, bool makes_sense) {
    if (makes_sense && access.Could(permission)) {
      can.push_back(permission);
    }
  };
  add(Permission::DeploymentsCreate, true);
  add(Permission::DeploymentsRollback, entry.served.previous.has_value());
  add(Permission::DeploymentsStop, entry.served.live.has_value());
  return CanJson(can);
}

json::object EntryJson(const tenancy::Access& access, const Entry& entry) {
  const serving::Deployment& served = entry.served;
  json::object object{{"id", entry.id.value},
                      {"model", served.key.model.value},
                      {"environment", served.key.environment.value},
                      {"sequence", served.entry},
                      {"state", served.live ? "live" : "stopped"}};
  if (served.live) {
    object["version"] = served.live->number;
    object["digest"] = DigestText(served.live->digest);
  }
  if (served.previous) {
    object["previous_version"] = served.previous->number;
  }
  object["action"] = deployments::ActionName(entry.action);
  object["at"] = FormatTime(served.since);
  object["by"] = entry.by.value;
  object["by_name"] = entry.by_name;
  object["signature"] = SignatureText(served.signature);
  object["can"] = CanWith(access, entry);
  return object;
}

net::Response EntryAnswer(int status, const tenancy::Access& access, const Entry& entry) {
  return WithRevision(JsonAnswer(status, EntryJson(access, entry)), entry.served.entry);
}

net::Response EntriesAnswer(const ControlRequest& request, const Page<Entry>& page) {
  return PageAnswer(request, page,
                    [&](const Entry& entry) { return EntryJson(request.access, entry); });
}

// What was live at one moment is one entry at most, so nothing can be chosen of it.
Result<void> RefuseChoices(const net::RequestHead& head) {
  for (const std::string_view choice : {"filter", "sort", "cursor"}) {
    if (head.query.Find(choice)) {
      return Fail(ErrorCode::UnknownParameter, fmt::format("{} has no meaning beside at", choice),
                  std::string(choice));
    }
  }
  return {};
}

Answer ListLiveAt(DeploymentService& deployments, const ControlRequest& request,
                  std::string_view at) {
  ARM_CHECK(RefuseChoices(request.head));
  auto time = ParseTime(at);
  if (!time) {
    Error error = time.error();
    error.field = "at";
    return Fail(std::move(error));
  }
  ARM_TRY(const auto entry, deployments.GetAt(request.access, request.Model(), *time));
  Page<Entry> page;
  if (entry) {
    page.items.push_back(*entry);
  }
  page.total = entry ? 1 : 0;
  return EntriesAnswer(request, page);
}

Answer ListHistory(DeploymentService& deployments, const ControlRequest& request) {
  if (const auto at = request.head.query.Find("at")) {
    return ListLiveAt(deployments, request, *at);
  }
  const auto list = request.List();
  ARM_TRY(const auto page, deployments.ListHistory(request.access, request.Model(), list));
  return EntriesAnswer(request, page);
}

void AddReads(ControlRoutes& routes, DeploymentService& deployments, const std::string& suffix) {
  routes.Add("listDeployments" + suffix, Permission::DeploymentsList,
             [&deployments](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, deployments.ListCurrent(request.access, list));
               return EntriesAnswer(request, page);
             });
  routes.Add("getDeployment" + suffix, Permission::DeploymentsGet,
             [&deployments](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto entry, deployments.GetCurrent(request.access, request.Model()));
               return EntryAnswer(200, request.access, entry);
             });
  routes.Add(
      "listDeploymentHistory" + suffix, Permission::DeploymentsGet,
      [&deployments](const ControlRequest& request) { return ListHistory(deployments, request); });
}

void AddChanges(ControlRoutes& routes, DeploymentService& deployments, const std::string& suffix) {
  routes.Add(
      "createDeployment" + suffix, Permission::DeploymentsCreate,
      [&deployments](const ControlRequest& request) -> Answer {
        ARM_TRY(const auto entry,
                deployments.Deploy(request.access, request.call, request.Model(),
                                   *request.Number("version"), request.Number("expected_version")));
        return EntryAnswer(201, request.access, entry);
      });
  routes.Add("rollbackDeployment" + suffix, Permission::DeploymentsRollback,
             [&deployments](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto entry,
                       deployments.Rollback(request.access, request.call, request.Model(),
                                            request.Number("expected_version")));
               return EntryAnswer(201, request.access, entry);
             });
  routes.Add("stopDeployment" + suffix, Permission::DeploymentsStop,
             [&deployments](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto entry,
                       deployments.Stop(request.access, request.call, request.Model(),
                                        request.Number("expected_version")));
               return EntryAnswer(201, request.access, entry);
             });
}

}  // namespace

void AddDeploymentRoutes(ControlRoutes& routes, DeploymentService& deployments) {
  for (const std::string suffix : {"", "InEnvironment"}) {
    AddReads(routes, deployments, suffix);
    AddChanges(routes, deployments, suffix);
  }
}

}  // namespace armillary::api
