#pragma once

#include <boost/json/object.hpp>

#include "tenancy/access.h"
#include "tenancy/preferences.h"
#include "tenancy/session.h"
#include "tenancy/session_service.h"

namespace armillary::api {

// Who is signed in, what they may do where, and the page's CSRF token.
boost::json::object SessionViewJson(const tenancy::SessionView& view);

// One of one's own sessions in a list.
boost::json::object SessionJson(const tenancy::Access& access, const tenancy::Session& session);

boost::json::object PreferencesJson(const tenancy::Preferences& preferences);

}  // namespace armillary::api
