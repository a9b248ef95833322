#include "tenancy/session_start.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/directory_store.h"
#include "tenancy/people_store.h"
#include "tenancy/session_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// Those that have to go for one more.
Result<std::vector<Session>> EndOldest(Transaction& transaction, const Access& access,
                                       const PersonId& person, TimePoint now) {
  SessionStore store(transaction);
  ARM_TRY(auto live, store.ListLive(access.Scope(), person, now, TimePoint{}));
  const std::size_t kept = std::min(live.size(), kMostSessions - 1);
  live.erase(live.begin(), live.begin() + static_cast<std::ptrdiff_t>(kept));
  for (Session& session : live) {
    ARM_CHECK(store.UpdateEnded(access.Scope(), session.id, now));
    session.ended_at = now;
  }
  return live;
}

AuditEntry EntryOf(const StartedSession& started, boost::json::object details) {
  details["person"] = started.session.person.value;
  details["remote_address"] = started.session.remote_address;
  details["ends_at"] = FormatTime(started.session.ends_at);
  if (!started.ended.empty()) {
    boost::json::array ended;
    for (const Session& session : started.ended) {
      ended.emplace_back(session.id.value);
    }
    details["ended"] = std::move(ended);
  }
  return {.action = "sessions.create",
          .object_kind = "session",
          .object = started.session.id.value,
          .object_name = {},
          .details = boost::json::serialize(details)};
}

// The number of the last of the changes: what is put under it is as new as all of them.
Result<std::int64_t> LogChanges(Transaction& transaction, const Access& access,
                                const StartedSession& started, TimePoint now) {
  for (const Session& session : started.ended) {
    ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Session,
                                 session.id.value, now));
  }
  ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Person,
                               started.person.person.id.value, now));
  return LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Session,
                            started.session.id.value, now);
}

}  // namespace

SessionDraft DraftSession(const keys::KeyRing& keys, const Clock& clock, Random& random,
                          const Visit& visit) {
  const TimePoint now = clock.Now();
  SessionProof proof = NewSessionProof(clock, random);
  Session session{.id = proof.id,
                  .created_at = now,
                  .seen_at = now,
                  .user_agent = KeptUserAgent(visit.user_agent),
                  .remote_address = visit.remote_address};
  const Digest hash = HashOfSession(keys, proof);
  return {.session = std::move(session),
          .proof = std::move(proof),
          .hash = hash,
          .request = visit.request};
}

Result<StartedSession> StartSession(Transaction& transaction, const metadata::SystemScope& scope,
                                    const Access& access, const SessionDraft& draft,
                                    boost::json::object details) {
  StartedSession started{.session = draft.session, .person = {}};
  const TimePoint now = draft.session.created_at;
  ARM_TRY(started.ended, EndOldest(transaction, access, started.session.person, now));
  ARM_CHECK(SessionStore(transaction).Insert(access.Scope(), started.session, draft.hash));
  ARM_TRY(auto record, PeopleStore(transaction, scope).FindPerson(started.session.person));
  if (!record) {
    return Fail(ErrorCode::DatabaseCorrupt, "a person is missing who was just there");
  }
  started.person = *std::move(record);
  ARM_CHECK(RecordAudit(transaction, access, {.request = draft.request}, now,
                        EntryOf(started, std::move(details))));
  ARM_TRY(started.change, LogChanges(transaction, access, started, now));
  return started;
}

void Publish(PeopleDirectory& people, StartedSession started, const Digest& hash) {
  for (const Session& session : started.ended) {
    people.EndSession(session.id, started.session.created_at, started.change);
  }
  started.person.change = started.change;
  people.PutPerson(std::move(started.person));
  people.PutSession(MakeSessionRecord(std::move(started.session), hash, started.change));
}

}  // namespace armillary::tenancy
