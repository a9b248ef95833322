#pragma once

#include "api/control.h"
#include "base/clock.h"
#include "tenancy/audit_service.h"
#include "tenancy/environment_service.h"
#include "tenancy/principal_service.h"
#include "tenancy/quota_service.h"
#include "tenancy/team_service.h"
#include "tenancy/tenant_service.h"
#include "tenancy/token_service.h"

namespace armillary::api {

// What the routes of tenancy call. All must outlive the routes.
struct TenancyServices {
  tenancy::TenantService& tenants;
  tenancy::TeamService& teams;
  tenancy::EnvironmentService& environments;
  tenancy::PrincipalService& principals;
  tenancy::TokenService& tokens;
  tenancy::QuotaService& quotas;
  tenancy::AuditService& audit;
  const Clock& clock;
};

// Oneself, tenants, teams, environments, people, tokens, quotas, audit.
void AddTenancyRoutes(ControlRoutes& routes, TenancyServices services);

}  // namespace armillary::api
