#include "tenancy/session_store.h"

#include <algorithm>
#include <string>

#include "base/assert.h"

namespace armillary::tenancy {
namespace {

using metadata::Blob;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

std::string SelectSession(std::string_view condition) {
  return "SELECT " + std::string(kSessionColumns) + " FROM sessions AS s WHERE " +
         std::string(condition);
}

}  // namespace

Session SessionOf(const Row& row) {
  return {.id = {row.Text(0)},
          .person = {row.Text(1)},
          .created_at = row.Time(2),
          .seen_at = row.Time(3),
          .ends_at = row.Time(4),
          .ended_at = row.OptionalTime(5),
          .user_agent = row.Text(6),
          .remote_address = row.Text(7)};
}

Digest SessionHashOf(const Row& row) {
  const Blob& bytes = row.Bytes(8);
  Digest hash;
  ARM_ASSERT(bytes.size() == hash.bytes.size());
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  return hash;
}

Result<void> SessionStore::Insert(const TenantScope& scope, const Session& session,
                                  const Digest& hash) {
  ARM_CHECK(transaction_.Query(
      scope,
      "INSERT INTO sessions (id, person_id, secret_hash, created_at, seen_at, ends_at, "
      "user_agent, remote_address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {session.id.value, session.person.value, Blob(hash.bytes.begin(), hash.bytes.end()),
       Time(session.created_at), Time(session.seen_at), Time(session.ends_at), session.user_agent,
       session.remote_address}));
  return {};
}

Result<std::optional<Session>> SessionStore::Find(const TenantScope& scope, const PersonId& person,
                                                  const SessionId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope, SelectSession("s.id = $1 AND s.person_id = $2"),
                                {id.value, person.value}));
  return row ? std::optional(SessionOf(*row)) : std::nullopt;
}

Result<std::vector<Session>> SessionStore::ListLive(const TenantScope& scope,
                                                    const PersonId& person, TimePoint now,
                                                    TimePoint idle_since) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope,
                             SelectSession("s.person_id = $1 AND s.ended_at IS NULL "
                                           "AND s.ends_at > $2 AND s.seen_at > $3 "
                                           "ORDER BY s.created_at DESC, s.id DESC"),
                             {person.value, Time(now), Time(idle_since)}));
  std::vector<Session> sessions;
  sessions.reserve(rows.size());
  for (const Row& row : rows) {
    sessions.push_back(SessionOf(row));
  }
  return sessions;
}

Result<void> SessionStore::UpdateEnded(const TenantScope& scope, const SessionId& id,
                                       TimePoint at) {
  ARM_CHECK(transaction_.Query(scope, "UPDATE sessions SET ended_at = $2 WHERE sessions.id = $1",
                               {id.value, Time(at)}));
  return {};
}

}  // namespace armillary::tenancy
