#include "api/tenancy_json.h"

#include <string>
#include <string_view>

#include "api/control.h"
#include "base/json.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using tenancy::Permission;

void AddText(json::object& object, std::string_view key, const std::optional<std::string>& text) {
  if (text) {
    object[key] = *text;
  }
}

void AddTime(json::object& object, std::string_view key, const std::optional<TimePoint>& time) {
  if (time) {
    object[key] = FormatTime(*time);
  }
}

template <class Names>
json::array TextArray(const Names& names) {
  return json::array(names.begin(), names.end());
}

json::array PermissionArray(const std::set<Permission>& permissions) {
  return CanJson({permissions.begin(), permissions.end()});
}

// Details are ours and were valid when they were written; what is broken since is shown as text.
json::value DetailsJson(const std::string& details) {
  auto parsed = ParseJson(details);
  return parsed && parsed->is_object() ? *std::move(parsed)
                                       : json::value(json::object{{"unreadable", details}});
}

}  // namespace

json::object WhoAmIJson(const tenancy::Access& access) {
  const tenancy::Identity& who = access.Who();
  std::vector<Permission> permissions;
  for (const Permission permission : tenancy::AllPermissions()) {
    if (access.Could(permission)) {
      permissions.push_back(permission);
    }
  }
  json::object object{{"principal", who.principal.value},
                      {"name", who.principal_name},
                      {"kind", tenancy::NameOf(who.kind)},
                      {"tenant", access.Tenant().name.value},
                      {"tenant_state", tenancy::NameOf(access.Tenant().state)},
                      {"environment", who.environment.value},
                      {"role", tenancy::NameOf(who.role)},
                      {who.session ? "session" : "token", who.token.value},
                      {"expires_at", FormatTime(who.expires_at)},
                      {"permissions", CanJson(permissions)}};
  if (!who.models.empty()) {
    object["models"] = TextArray(who.models);
  }
  return object;
}

json::object TenantJson(const tenancy::Access& access, const tenancy::Tenant& tenant) {
  json::object object{{"id", tenant.id.value}, {"name", tenant.name.value}};
  AddText(object, "display_name", tenant.display_name);
  object["state"] = tenancy::NameOf(tenant.state);
  object["created_at"] = FormatTime(tenant.created_at);
  object["updated_at"] = FormatTime(tenant.updated_at);
  object["can"] = CanJson(tenancy::CanWith(access, tenant));
  return object;
}

json::object TeamJson(const tenancy::Team& team) {
  json::object object{{"id", team.id.value}, {"name", team.name.value}};
  AddText(object, "display_name", team.display_name);
  object["created_at"] = FormatTime(team.created_at);
  object["can"] = json::array{};
  return object;
}

json::object EnvironmentJson(const tenancy::Access& access,
                             const tenancy::Environment& environment) {
  return {{"name", environment.name.value},
          {"rung", environment.rung},
          {"can", CanJson(tenancy::CanWith(access, environment))}};
}

json::object PrincipalJson(const tenancy::Principal& principal) {
  json::object object{{"id", principal.id.value},
                      {"name", principal.name},
                      {"kind", tenancy::NameOf(principal.kind)},
                      {"role", tenancy::NameOf(principal.role)}};
  AddText(object, "manager", principal.manager);
  object["created_at"] = FormatTime(principal.created_at);
  object["can"] = json::array{};
  return object;
}

json::object TokenJson(const tenancy::Access& access, const tenancy::Token& token, TimePoint now) {
  json::object object{{"id", token.id.value},
                      {"principal", token.principal.value},
                      {"principal_name", token.principal_name},
                      {"role", tenancy::NameOf(token.role)},
                      {"environment", token.environment.value},
                      {"state", tenancy::NameOf(token.StateAt(now))}};
  if (token.scopes) {
    object["scopes"] = PermissionArray(*token.scopes);
  }
  if (!token.models.empty()) {
    object["models"] = TextArray(token.models);
  }
  object["created_at"] = FormatTime(token.created_at);
  object["created_by"] = token.created_by.value;
  object["expires_at"] = FormatTime(token.expires_at);
  AddTime(object, "last_used_at", token.last_used_at);
  AddTime(object, "revoked_at", token.revoked_at);
  object["can"] = CanJson(tenancy::CanWith(access, token, now));
  return object;
}

json::object QuotasJson(const tenancy::Access& access, const tenancy::Quotas& quotas) {
  const tenancy::QuotaLimits& limits = quotas.limits;
  const tenancy::Usage& used = quotas.used;
  std::vector<Permission> can;
  for (const Permission permission : {Permission::QuotasGet, Permission::QuotasUpdate}) {
    if (access.Could(permission)) {
      can.push_back(permission);
    }
  }
  return {{"limits",
           {{"models", limits.models},
            {"versions", limits.versions},
            {"stored_bytes", limits.stored_bytes},
            {"principals", limits.principals},
            {"tokens", limits.tokens},
            {"requests_per_second", limits.requests_per_second}}},
          {"used",
           {{"models", used.models},
            {"versions", used.versions},
            {"stored_bytes", used.stored_bytes},
            {"principals", used.principals},
            {"tokens", used.tokens}}},
          {"updated_at", FormatTime(quotas.updated_at)},
          {"can", CanJson(can)}};
}

json::object AuditEventJson(const tenancy::AuditEvent& event) {
  json::object object{{"id", event.Id()},
                      {"sequence", event.sequence},
                      {"at", FormatTime(event.at)},
                      {"by", event.by.value},
                      {"by_name", event.by_name},
                      {"action", event.action},
                      {"object_kind", event.object_kind},
                      {"object", event.object}};
  AddText(object, "object_name", event.object_name);
  object["details"] = DetailsJson(event.details);
  object["request_id"] = event.request.value;
  object["previous_hash"] = event.previous.ToHex();
  object["hash"] = event.hash.ToHex();
  object["can"] = json::array{};
  return object;
}

}  // namespace armillary::api
