#pragma once

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/principal.h"

namespace armillary::tenancy {

// The people and service accounts of a tenant. Thread-safe.
class PrincipalService {
 public:
  // All must outlive the service.
  PrincipalService(metadata::Database& database, const Clock& clock, Random& random);

  // PrincipalsCreate. Fails with InvalidName, RoleNotGrantable, AlreadyExists, QuotaExceeded, or
  // NotFound on the field manager.
  Result<Principal> Create(const Access& access, const Call& call, const PrincipalDraft& draft);

  // PrincipalsList.
  Result<Page<Principal>> List(const Access& access, const ListRequest& request) const;

 private:
  metadata::Database& database_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace armillary::tenancy
