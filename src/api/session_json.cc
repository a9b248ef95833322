#include "api/session_json.h"

#include <utility>

#include "api/control.h"

namespace armillary::api {
namespace {

namespace json = boost::json;

json::object PersonJson(const tenancy::Person& person) {
  json::object object{{"id", person.id.value}, {"name", person.name}, {"issuer", person.issuer}};
  if (person.email) {
    object["email"] = *person.email;
  }
  return object;
}

json::object PlaceJson(const tenancy::SessionView::Place& place) {
  json::object object{{"tenant", place.tenant->name.value}};
  if (place.tenant->display_name) {
    object["display_name"] = *place.tenant->display_name;
  }
  object["state"] = tenancy::NameOf(place.tenant->state);
  object["role"] = tenancy::NameOf(place.role);
  object["permissions"] = CanJson(place.permissions);
  return object;
}

}  // namespace

json::object SessionViewJson(const tenancy::SessionView& view) {
  json::array memberships;
  for (const tenancy::SessionView::Place& place : view.places) {
    memberships.push_back(PlaceJson(place));
  }
  return {{"id", view.session.id.value},
          {"person", PersonJson(view.person)},
          {"csrf_token", view.csrf_token.Reveal()},
          {"created_at", FormatTime(view.session.created_at)},
          {"idle_ends_at", FormatTime(view.idle_ends_at)},
          {"ends_at", FormatTime(view.session.ends_at)},
          {"memberships", std::move(memberships)}};
}

json::object SessionJson(const tenancy::Access& access, const tenancy::Session& session) {
  return {{"id", session.id.value},
          {"created_at", FormatTime(session.created_at)},
          {"seen_at", FormatTime(session.seen_at)},
          {"ends_at", FormatTime(session.ends_at)},
          {"user_agent", session.user_agent},
          {"remote_address", session.remote_address},
          {"is_current", access.Who().session == session.id},
          {"can", CanJson({tenancy::Permission::SelfSession})}};
}

json::object PreferencesJson(const tenancy::Preferences& preferences) {
  json::object object{{"theme", preferences.theme}, {"density", preferences.density}};
  if (preferences.zone) {
    object["zone"] = *preferences.zone;
  }
  if (preferences.updated_at) {
    object["updated_at"] = FormatTime(*preferences.updated_at);
  }
  object["can"] = CanJson({tenancy::Permission::SelfPreferences});
  return object;
}

}  // namespace armillary::api
