#pragma once

#include "api/control.h"
#include "base/clock.h"
#include "tenancy/attempt_rate.h"
#include "tenancy/provider_sign_in.h"
#include "tenancy/session_service.h"
#include "tenancy/sign_in_service.h"

namespace armillary::api {

// What the routes of sessions call. All must outlive the routes.
struct SessionParts {
  tenancy::SignInService& sign_in;
  tenancy::SessionService& sessions;
  tenancy::AttemptRate& attempts;  // To make or redeem links.
  const Clock& clock;
  const tenancy::ProviderSignIn* provider;  // Null where there is none.
};

// Signing in and out, one's own sessions and preferences.
void AddSessionRoutes(ControlRoutes& routes, const SessionParts& parts);

}  // namespace armillary::api
