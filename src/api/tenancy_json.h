#pragma once

#include <boost/json/object.hpp>

#include "base/clock.h"
#include "tenancy/access.h"
#include "tenancy/audit_event.h"
#include "tenancy/environment.h"
#include "tenancy/principal.h"
#include "tenancy/quota.h"
#include "tenancy/team.h"
#include "tenancy/tenant.h"
#include "tenancy/token.h"

namespace armillary::api {

// The nouns of tenancy as contract/openapi.yaml shows them, to the principal behind `access`.

boost::json::object WhoAmIJson(const tenancy::Access& access);
boost::json::object TenantJson(const tenancy::Access& access, const tenancy::Tenant& tenant);
boost::json::object TeamJson(const tenancy::Team& team);
boost::json::object EnvironmentJson(const tenancy::Access& access,
                                    const tenancy::Environment& environment);
boost::json::object PrincipalJson(const tenancy::Principal& principal);
boost::json::object TokenJson(const tenancy::Access& access, const tenancy::Token& token,
                              TimePoint now);
boost::json::object QuotasJson(const tenancy::Access& access, const tenancy::Quotas& quotas);
boost::json::object AuditEventJson(const tenancy::AuditEvent& event);

}  // namespace armillary::api
