#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/person.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {

// The rows of principals as memberships that groups at the provider give and take. Lives as long as
// the transaction.
class MembershipStore {
 public:
  explicit MembershipStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // A principal that a person's groups made, whether it is theirs now or was.
  struct ByGroups {
    TenantId tenant;
    PrincipalId principal;
    std::string name;
    Role role;
    bool is_live;
  };
  // In the order of the tenants.
  Result<std::vector<ByGroups>> FindByGroups(const metadata::SystemScope& scope,
                                             const PersonId& person);

  // Whether the person is a principal of the tenant.
  Result<bool> HasPrincipal(const metadata::TenantScope& scope, const PersonId& person);
  // The principal is the person's, by groups.
  Result<void> UpdateJoined(const metadata::TenantScope& scope, const PrincipalId& principal,
                            const PersonId& person);
  Result<void> UpdateRole(const metadata::TenantScope& scope, const PrincipalId& principal,
                          Role role);
  // Whether groups give the principal and take it, or have taken it.
  Result<bool> IsByGroups(const metadata::TenantScope& scope, const PrincipalId& principal);
  // The principal is nobody's any more.
  Result<void> UpdateLeft(const metadata::TenantScope& scope, const PrincipalId& principal);

  // Those of the principal that are neither revoked nor expired.
  Result<std::vector<Token>> FindTokens(const metadata::TenantScope& scope,
                                        const PrincipalId& principal, TimePoint now);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
