#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/if_match.h"
#include "tenancy/preferences.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

// What a page needs to know of who is signed in.
struct SessionView {
  Session session;
  TimePoint idle_ends_at;
  Person person;
  Secret csrf_token;
  // A membership, and what it may do in its own tenant now.
  struct Place {
    std::shared_ptr<const TenantRecord> tenant;
    Role role;
    std::vector<Permission> permissions;
  };
  std::vector<Place> places;
};

// One's own sessions and preferences. A token stands for the person whose principal it is of; where
// nobody signed in as that principal yet, there is nobody. Thread-safe.
class SessionService {
 public:
  // All must outlive the service.
  SessionService(metadata::Database& database, Directory& directory, const keys::KeyRing& keys,
                 const Clock& clock, SessionLimits limits);

  // From memory. Fails with SessionUnknown or SessionEnded.
  Result<SessionView> View(const SessionProof& proof) const;

  // SelfSession. Those that can still be used, the newest first, with the time of the last request
  // that this process knows.
  Result<std::vector<Session>> List(const Access& access) const;

  // SelfSession. In effect at once in this process, within a second in others; a second time
  // changes nothing. Fails with NotFound, too, for what is another person's.
  Result<void> End(const Access& access, const Call& call, const SessionId& id);

  // SelfPreferences. Fails with NotFound where there is nobody.
  Result<Preferences> GetPreferences(const Access& access) const;
  // SelfPreferences. Fails, too, with PreconditionFailed or as CheckPreferences.
  Result<Preferences> UpdatePreferences(const Access& access, Preferences wanted,
                                        const IfMatch& match);

 private:
  metadata::Database& database_;
  Directory& directory_;
  const keys::KeyRing& keys_;
  const Clock& clock_;
  const SessionLimits limits_;
};

}  // namespace armillary::tenancy
