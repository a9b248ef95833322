#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/people_directory.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

// The rows that a PeopleDirectory is made of, across tenants, and their coarse upkeep. Lives as
// long as the transaction.
class PeopleStore {
 public:
  PeopleStore(metadata::Transaction& transaction, const metadata::SystemScope& scope)
      : transaction_(transaction), scope_(scope) {}

  // At most `limit` people with an id greater than `after`, in order; `change` is 0.
  Result<std::vector<PersonRecord>> FindPeople(const PersonId& after, std::int64_t limit);
  Result<std::optional<PersonRecord>> FindPerson(const PersonId& id);
  Result<std::optional<Person>> FindBySubject(const std::string& issuer,
                                              const std::string& subject);
  // Makes other sign-ins of the person, and what the provider says of them, wait until the
  // transaction has ended.
  Result<void> LockPerson(const PersonId& id);

  struct SessionRow {
    Session session;
    Digest hash;
  };
  // At most `limit` sessions with an id greater than `after`, in order.
  Result<std::vector<SessionRow>> FindSessions(const SessionId& after, std::int64_t limit);
  Result<std::optional<SessionRow>> FindSession(const SessionId& id);

  // Keeps the later of the times.
  Result<void> UpdateSeen(const PeopleDirectory::Sight& sight);
  // What all processes saw after `time`, at most `limit`, the newest first.
  Result<std::vector<PeopleDirectory::Sight>> FindSeenSince(TimePoint time, std::int64_t limit);

  // Removes at most `limit` sessions that ended before `time`, and logs at `now` that they have
  // gone: as LogDirectoryChange, the last thing a closure does.
  Result<void> RemoveSessionsEndedBefore(TimePoint time, std::int64_t limit, TimePoint now);
  Result<void> RemoveLinksExpiredBefore(TimePoint time, std::int64_t limit);

 private:
  Result<void> AddMemberships(std::vector<PersonRecord>& people);

  metadata::Transaction& transaction_;
  const metadata::SystemScope& scope_;
};

}  // namespace armillary::tenancy
