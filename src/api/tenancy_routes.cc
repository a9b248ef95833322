#include "api/tenancy_routes.h"

#include <chrono>
#include <fmt/format.h>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/tenancy_json.h"
#include "base/assert.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using tenancy::Permission;
using Answer = Result<net::Response>;

// The schema lets only known names pass.
tenancy::Role RoleOf(const std::string& name) {
  const auto role = tenancy::RoleFromName(name);
  ARM_ASSERT(role.has_value());
  return *role;
}

std::vector<std::string> TextsIn(const json::value& array) {
  std::vector<std::string> texts;
  for (const json::value& text : array.as_array()) {
    texts.emplace_back(text.as_string());
  }
  return texts;
}

std::set<Permission> PermissionSet(const json::value& array) {
  std::set<Permission> permissions;
  for (const std::string& name : TextsIn(array)) {
    const auto permission = tenancy::PermissionFromName(name);
    ARM_ASSERT(permission.has_value());
    permissions.insert(*permission);
  }
  return permissions;
}

tenancy::TokenDraft TokenDraftOf(const ControlRequest& request) {
  tenancy::TokenDraft draft{.principal = request.Text("principal")};
  if (const auto role = request.Text("role")) {
    draft.role = RoleOf(*role);
  }
  if (const auto environment = request.Text("environment")) {
    draft.environment = EnvironmentName{*environment};
  }
  if (const auto* scopes = request.body.if_contains("scopes")) {
    draft.scopes = PermissionSet(*scopes);
  }
  if (const auto* models = request.body.if_contains("models")) {
    draft.models = TextsIn(*models);
  }
  if (const auto lifetime = request.Number("expires_in_seconds")) {
    draft.lifetime = std::chrono::seconds{*lifetime};
  }
  return draft;
}

tenancy::PrincipalDraft PrincipalDraftOf(const ControlRequest& request) {
  const auto kind = tenancy::PrincipalKindFromName(request.Text("kind").value_or("user"));
  ARM_ASSERT(kind.has_value());
  return {.name = *request.Text("name"),
          .kind = *kind,
          .role = RoleOf(*request.Text("role")),
          .manager = request.Text("manager")};
}

tenancy::TenantEdit TenantEditOf(const ControlRequest& request) {
  tenancy::TenantEdit edit{.display_name = request.Text("display_name")};
  if (const auto state = request.Text("state")) {
    edit.state = tenancy::TenantStateFromName(*state);
  }
  return edit;
}

tenancy::QuotaLimits QuotaLimitsOf(const ControlRequest& request) {
  return {.models = *request.Number("models"),
          .versions = *request.Number("versions"),
          .stored_bytes = *request.Number("stored_bytes"),
          .principals = *request.Number("principals"),
          .tokens = *request.Number("tokens"),
          .requests_per_second = *request.Number("requests_per_second")};
}

void AddTenantRoutes(ControlRoutes& routes, const TenancyServices& services) {
  auto& tenants = services.tenants;
  routes.Add("getWhoAmI", Permission::SelfRead, [](const ControlRequest& request) -> Answer {
    return JsonAnswer(200, WhoAmIJson(request.access));
  });
  routes.Add("createTenant", Permission::TenantsCreate,
             [&tenants](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto tenant,
                       tenants.Create(request.access, request.call,
                                      {.name = {*request.Text("name")},
                                       .display_name = request.Text("display_name")}));
               auto answer = JsonAnswer(201, TenantJson(request.access, tenant));
               answer.headers.emplace_back("Location",
                                           fmt::format("/api/v1/tenants/{}", tenant.name.value));
               return WithRevision(std::move(answer), tenant.revision);
             });
  routes.Add("listTenants", Permission::TenantsList,
             [&tenants](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, tenants.List(request.access, list));
               return PageAnswer(request, page, [&](const tenancy::Tenant& tenant) {
                 return TenantJson(request.access, tenant);
               });
             });
  routes.Add(
      "getTenant", Permission::TenantsGet, [&tenants](const ControlRequest& request) -> Answer {
        ARM_TRY(const auto tenant, tenants.Get(request.access));
        return WithRevision(JsonAnswer(200, TenantJson(request.access, tenant)), tenant.revision);
      });
  routes.Add("updateTenant", Permission::TenantsUpdate,
             [&tenants](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto match, request.Match());
               ARM_TRY(const auto tenant,
                       tenants.Update(request.access, request.call, TenantEditOf(request), match));
               return WithRevision(JsonAnswer(200, TenantJson(request.access, tenant)),
                                   tenant.revision);
             });
}

void AddTeamRoutes(ControlRoutes& routes, const TenancyServices& services) {
  auto& teams = services.teams;
  routes.Add(
      "createTeam", Permission::TeamsCreate, [&teams](const ControlRequest& request) -> Answer {
        ARM_TRY(const auto team, teams.Create(request.access, request.call,
                                              {.name = {*request.Text("name")},
                                               .display_name = request.Text("display_name")}));
        return JsonAnswer(201, TeamJson(team));
      });
  routes.Add("listTeams", Permission::TeamsList, [&teams](const ControlRequest& request) -> Answer {
    const auto list = request.List();
    ARM_TRY(const auto page, teams.List(request.access, list));
    return PageAnswer(request, page, TeamJson);
  });
  auto& environments = services.environments;
  routes.Add("listEnvironments", Permission::EnvironmentsList,
             [&environments](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, environments.List(request.access, list));
               return PageAnswer(request, page, [&](const tenancy::Environment& environment) {
                 return EnvironmentJson(request.access, environment);
               });
             });
}

void AddPeopleRoutes(ControlRoutes& routes, const TenancyServices& services) {
  auto& principals = services.principals;
  routes.Add("createPrincipal", Permission::PrincipalsCreate,
             [&principals](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto principal,
                       principals.Create(request.access, request.call, PrincipalDraftOf(request)));
               return JsonAnswer(201, PrincipalJson(principal));
             });
  routes.Add("listPrincipals", Permission::PrincipalsList,
             [&principals](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, principals.List(request.access, list));
               return PageAnswer(request, page, PrincipalJson);
             });
}

void AddTokenRoutes(ControlRoutes& routes, const TenancyServices& services) {
  auto& tokens = services.tokens;
  const Clock& clock = services.clock;
  routes.Add("createToken", Permission::TokensCreate,
             [&tokens, &clock](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto made,
                       tokens.Create(request.access, request.call, TokenDraftOf(request)));
               json::object body = TokenJson(request.access, made.token, clock.Now());
               body["token"] = made.text.Reveal();
               return JsonAnswer(201, body);
             });
  routes.Add("listTokens", Permission::TokensList,
             [&tokens, &clock](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, tokens.List(request.access, list));
               return PageAnswer(request, page, [&](const tenancy::Token& token) {
                 return TokenJson(request.access, token, clock.Now());
               });
             });
  routes.Add("revokeToken", Permission::TokensRevoke,
             [&tokens, &clock](const ControlRequest& request) -> Answer {
               const TokenId id{std::string(request.head.Parameter("token"))};
               ARM_TRY(const auto token, tokens.Revoke(request.access, request.call, id));
               return JsonAnswer(200, TokenJson(request.access, token, clock.Now()));
             });
}

void AddQuotaAndAuditRoutes(ControlRoutes& routes, const TenancyServices& services) {
  auto& quotas = services.quotas;
  routes.Add(
      "getQuotas", Permission::QuotasGet, [&quotas](const ControlRequest& request) -> Answer {
        ARM_TRY(const auto found, quotas.Get(request.access));
        return WithRevision(JsonAnswer(200, QuotasJson(request.access, found)), found.revision);
      });
  routes.Add(
      "updateQuotas", Permission::QuotasUpdate, [&quotas](const ControlRequest& request) -> Answer {
        ARM_TRY(const auto match, request.Match());
        ARM_TRY(const auto kept,
                quotas.Update(request.access, request.call, QuotaLimitsOf(request), match));
        return WithRevision(JsonAnswer(200, QuotasJson(request.access, kept)), kept.revision);
      });
  auto& audit = services.audit;
  routes.Add("listAuditEvents", Permission::AuditList,
             [&audit](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, audit.List(request.access, list));
               return PageAnswer(request, page, AuditEventJson);
             });
  routes.Add("verifyAudit", Permission::AuditVerify,
             [&audit](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto report, audit.Verify(request.access));
               json::object body{{"verified", report.IsWhole()},
                                 {"events", report.events},
                                 {"head", report.head.hash.ToHex()}};
               if (report.first_broken) {
                 body["first_broken"] = *report.first_broken;
               }
               return JsonAnswer(200, body);
             });
}

}  // namespace

void AddTenancyRoutes(ControlRoutes& routes, TenancyServices services) {
  AddTenantRoutes(routes, services);
  AddTeamRoutes(routes, services);
  AddPeopleRoutes(routes, services);
  AddTokenRoutes(routes, services);
  AddQuotaAndAuditRoutes(routes, services);
}

}  // namespace armillary::api
