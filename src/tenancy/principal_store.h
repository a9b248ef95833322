#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/person.h"
#include "tenancy/principal.h"

namespace armillary::tenancy {

// The rows of principals. Lives as long as the transaction.
class PrincipalStore {
 public:
  explicit PrincipalStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // `manager` is the id of principal.manager.
  Result<void> Insert(const metadata::TenantScope& scope, const Principal& principal,
                      const std::optional<PrincipalId>& manager);
  Result<std::optional<Principal>> Find(const metadata::TenantScope& scope, const PrincipalId& id);
  Result<std::optional<Principal>> FindByName(const metadata::TenantScope& scope,
                                              const std::string& name);
  // Whose membership it is; none as long as nobody signed in as it.
  Result<std::optional<PersonId>> FindPerson(const metadata::TenantScope& scope,
                                             const PrincipalId& id);
  Result<void> UpdatePerson(const metadata::TenantScope& scope, const PrincipalId& id,
                            const PersonId& person);
  Result<std::int64_t> Count(const metadata::TenantScope& scope);

  Result<Page<Principal>> List(const metadata::TenantScope& scope, const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
