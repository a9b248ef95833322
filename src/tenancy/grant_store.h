#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

// With what a session asks the identity provider whether it still vouches for the person.
struct IdentityGrant {
  SessionId session = {};
  PersonId person = {};
  std::optional<std::string> provider_session = {};
  std::optional<metadata::Blob> refresh_token = {};  // Sealed. None: the session cannot ask.
  TimePoint refresh_at = {};

  bool operator==(const IdentityGrant&) const = default;
};

// The rows of grants and of the provider's notices, which are of no tenant. Lives as long as the
// transaction.
class GrantStore {
 public:
  GrantStore(metadata::Transaction& transaction, const metadata::SystemScope& scope)
      : transaction_(transaction), scope_(scope) {}

  Result<void> Insert(const IdentityGrant& grant);

  // At most `limit` grants that are due at `now`, the longest due first, of sessions that have not
  // ended and were seen after `idle_since`. None is due later than `latest` but by a clock that has
  // gone back since: it is due now.
  Result<std::vector<IdentityGrant>> FindDue(TimePoint now, TimePoint latest, TimePoint idle_since,
                                             std::int64_t limit);
  // Whether the grant was still as it is given: of many processes one may ask.
  Result<bool> Claim(const IdentityGrant& grant, TimePoint until);
  Result<void> UpdateRefreshed(const SessionId& session, const metadata::Blob& refresh_token,
                               TimePoint refresh_at);
  // Of sessions that have ended at `now`; at most `limit`.
  Result<void> RemoveEnded(TimePoint now, std::int64_t limit);

  // Whose session at the provider it is.
  Result<std::vector<PersonId>> FindPeopleOf(const std::string& provider_session);

  // Ends all that can still be used, and takes back the word for the person.
  Result<std::vector<SessionId>> EndSessionsOf(const PersonId& person, TimePoint now);
  Result<void> UpdateWithdrawn(const PersonId& person, TimePoint now);

  Result<bool> HasNotice(const std::string& id);
  // Whether this is the first time that the notice comes.
  Result<bool> TakeNotice(const std::string& id, TimePoint expires_at);
  Result<void> RemoveNoticesBefore(TimePoint time, std::int64_t limit);

 private:
  metadata::Transaction& transaction_;
  const metadata::SystemScope& scope_;
};

}  // namespace armillary::tenancy
