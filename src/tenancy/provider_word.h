#pragma once

#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/group_following.h"
#include "tenancy/sign_in_service.h"

namespace armillary::tenancy {

// What follows when the identity provider says something of a person who is here already. In effect
// within a second, in every process.

// The person is in each tenant what `places` say; their sessions end where there is none. Fails
// with QuotaExceeded or AlreadyExists where a tenant cannot take them, after all else was done.
Result<void> FollowWord(const SignInParts& parts, const metadata::SystemScope& scope,
                        const Person& person, const std::vector<GroupPlace>& places,
                        const RequestId& request);

// The provider does not vouch for the person any more: their sessions end, and their tokens are
// refused until they sign in again. `reason` is for the audit log of each of their tenants.
Result<void> WithdrawWord(const SignInParts& parts, const metadata::SystemScope& scope,
                          const PersonId& person, const RequestId& request,
                          std::string_view reason);

}  // namespace armillary::tenancy
