#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/provider_sign_in.h"

namespace armillary::tenancy {

// Takes the identity provider's notices of who has left it (OpenID Connect Back-Channel Logout
// 1.0). Thread-safe; may wait for the provider's keys.
class ProviderNotices {
 public:
  // All in `parts` must outlive this.
  ProviderNotices(const ProviderParts& parts, metadata::SystemScope scope);

  // Ends the sessions of the person whom the notice names, and takes back the word for them; nobody
  // known is named: nothing. Fails with IdentityTokenRefused, also for a notice that came before,
  // or with IdentityProviderUnavailable.
  Result<void> Take(std::string_view token, const RequestId& request);

 private:
  Result<LogoutNotice> Read(std::string_view token) const;
  Result<std::vector<PersonId>> Named(const LogoutNotice& notice) const;

  const ProviderParts parts_;
  const metadata::SystemScope scope_;
};

}  // namespace armillary::tenancy
