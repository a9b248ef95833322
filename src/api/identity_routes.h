#pragma once

#include "api/control.h"
#include "tenancy/provider_notices.h"
#include "tenancy/provider_settings.h"
#include "tenancy/provider_sign_in.h"
#include "tenancy/subject_service.h"

namespace armillary::api {

// What the routes of the identity provider call. All must outlive the routes; those of the provider
// are null where none is configured, and the routes then say that there is none.
struct IdentityParts {
  tenancy::ProviderSignIn* sign_in;
  tenancy::ProviderNotices* notices;
  const tenancy::ProviderSettings* settings;
  tenancy::SubjectService& subjects;
};

// Signing in by the identity provider, its notices, and the machines that it vouches for.
void AddIdentityRoutes(ControlRoutes& routes, const IdentityParts& parts);

}  // namespace armillary::api
