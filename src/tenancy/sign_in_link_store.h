#pragma once

#include <optional>
#include <string>

#include "base/digest.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/identity.h"
#include "tenancy/sign_in_link.h"

namespace armillary::tenancy {

// The rows of sign-in links. Lives as long as the transaction.
class SignInLinkStore {
 public:
  explicit SignInLinkStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  Result<void> Insert(const metadata::TenantScope& scope, const SignInLink& link,
                      const Digest& hash);

  // A link, and what is said of its tenant and principal now.
  struct Found {
    SignInLink link;
    Digest hash;
    TenantRecord tenant;  // Its id and name.
    std::string principal_name;
    PrincipalKind kind;
    Role role;
  };
  // Whoever redeems a code says no tenant.
  Result<std::optional<Found>> Find(const metadata::SystemScope& scope, const SignInLinkId& id);

  // Marks it as used. False where somebody else did before, or it has expired: of many that try at
  // once, one gets true.
  Result<bool> Take(const metadata::TenantScope& scope, const SignInLinkId& id, TimePoint now);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
