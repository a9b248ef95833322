#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/people_directory.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

// From where somebody signs in.
struct Visit {
  RequestId request = {};
  std::string user_agent = {};
  std::string remote_address = {};
};

// A session that is about to be made, of nobody yet.
struct SessionDraft {
  Session session;
  SessionProof proof;
  Digest hash;
  RequestId request;
};
SessionDraft DraftSession(const keys::KeyRing& keys, const Clock& clock, Random& random,
                          const Visit& visit);

// A session and the only sight of its secret.
struct SignedIn {
  Session session;
  SessionProof proof;
};

// What the start of a session left behind, for the directory.
struct StartedSession {
  Session session;
  PersonRecord person;
  std::vector<Session> ended = {};
  std::int64_t change = 0;
};

// The one place where a session is made: however somebody signs in, the person's oldest session
// ends beyond kMostSessions, and the audit log of the tenant that `access` is in says so. `access`
// acts as a principal of the session's person. Logs directory changes: the last thing a closure
// does. `details` come into the audit event.
Result<StartedSession> StartSession(metadata::Transaction& transaction,
                                    const metadata::SystemScope& scope, const Access& access,
                                    const SessionDraft& draft, boost::json::object details);

// Makes it known in this process at once. After the commit.
void Publish(PeopleDirectory& people, StartedSession started, const Digest& hash);

}  // namespace armillary::tenancy
