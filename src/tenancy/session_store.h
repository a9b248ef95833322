#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

// The rows of sessions. Lives as long as the transaction.
class SessionStore {
 public:
  explicit SessionStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  Result<void> Insert(const metadata::TenantScope& scope, const Session& session,
                      const Digest& hash);
  // None, too, where the session is another person's.
  Result<std::optional<Session>> Find(const metadata::TenantScope& scope, const PersonId& person,
                                      const SessionId& id);
  // Those that have not ended at `now` and were seen after `idle_since`, the newest first.
  Result<std::vector<Session>> ListLive(const metadata::TenantScope& scope, const PersonId& person,
                                        TimePoint now, TimePoint idle_since);
  Result<void> UpdateEnded(const metadata::TenantScope& scope, const SessionId& id, TimePoint at);

 private:
  metadata::Transaction& transaction_;
};

// The columns of a session `s`, and what such a row says.
inline constexpr std::string_view kSessionColumns =
    "s.id, s.person_id, s.created_at, s.seen_at, s.ends_at, s.ended_at, s.user_agent, "
    "s.remote_address, s.secret_hash";
Session SessionOf(const metadata::Row& row);
Digest SessionHashOf(const metadata::Row& row);

}  // namespace armillary::tenancy
