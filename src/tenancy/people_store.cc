#include "tenancy/people_store.h"

#include <string>
#include <utility>

#include "base/assert.h"
#include "tenancy/directory_store.h"
#include "tenancy/person_store.h"
#include "tenancy/session_store.h"
#include "tenancy/subject.h"

namespace armillary::tenancy {
namespace {

using metadata::Row;
using metadata::Time;

std::string SelectPeople(std::string_view rest) {
  return "SELECT " + std::string(kPersonColumns) + " FROM people AS h " + std::string(rest);
}

std::string SelectSessions(std::string_view rest) {
  return "SELECT " + std::string(kSessionColumns) + " FROM sessions AS s " + std::string(rest);
}

std::vector<PersonRecord> RecordsOf(const metadata::Transaction::Rows& rows) {
  std::vector<PersonRecord> people;
  people.reserve(rows.size());
  for (const Row& row : rows) {
    people.push_back({.person = PersonOf(row), .memberships = {}});
  }
  return people;
}

Membership MembershipOf(const Row& row) {
  const auto role = RoleFromName(row.Text(4));
  const auto kind = PrincipalKindFromName(row.Text(5));
  ARM_ASSERT(role && kind);
  return {.tenant = {row.Text(1)},
          .principal = {row.Text(2)},
          .principal_name = row.Text(3),
          .role = *role,
          .kind = *kind,
          .by_groups = row.OptionalText(6).has_value(),
          .models = ModelsOfSubject(row.OptionalText(7))};
}

}  // namespace

// Both are in the order of the people's ids.
Result<void> PeopleStore::AddMemberships(std::vector<PersonRecord>& people) {
  if (people.empty()) {
    return {};
  }
  ARM_TRY(const auto rows,
          transaction_.Query(scope_,
                             "SELECT p.person_id, t.name, p.id, p.name, p.role, p.kind, "
                             "p.group_person_id, p.subject_models "
                             "FROM principals AS p JOIN tenants AS t ON t.id = p.tenant_id "
                             "WHERE p.person_id >= $1 AND p.person_id <= $2 "
                             "ORDER BY p.person_id, t.name",
                             {people.front().person.id.value, people.back().person.id.value}));
  auto person = people.begin();
  for (const Row& row : rows) {
    while (person->person.id.value != row.Text(0)) {
      ++person;
      ARM_ASSERT(person != people.end());
    }
    person->memberships.push_back(MembershipOf(row));
  }
  return {};
}

Result<std::vector<PersonRecord>> PeopleStore::FindPeople(const PersonId& after,
                                                          std::int64_t limit) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_, SelectPeople("WHERE h.id > $1 ORDER BY h.id LIMIT $2"),
                             {after.value, limit}));
  std::vector<PersonRecord> people = RecordsOf(rows);
  ARM_CHECK(AddMemberships(people));
  return people;
}

Result<std::optional<PersonRecord>> PeopleStore::FindPerson(const PersonId& id) {
  ARM_TRY(const auto rows, transaction_.Query(scope_, SelectPeople("WHERE h.id = $1"), {id.value}));
  std::vector<PersonRecord> people = RecordsOf(rows);
  ARM_CHECK(AddMemberships(people));
  return people.empty() ? std::nullopt : std::optional(std::move(people.front()));
}

Result<std::optional<Person>> PeopleStore::FindBySubject(const std::string& issuer,
                                                         const std::string& subject) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope_, SelectPeople("WHERE h.issuer = $1 AND h.subject = $2"),
                                {issuer, subject}));
  return row ? std::optional(PersonOf(*row)) : std::nullopt;
}

Result<void> PeopleStore::LockPerson(const PersonId& id) {
  ARM_CHECK(transaction_.QueryOne(scope_, SelectPeople("WHERE h.id = $1 FOR UPDATE"), {id.value}));
  return {};
}

Result<std::vector<PeopleStore::SessionRow>> PeopleStore::FindSessions(const SessionId& after,
                                                                       std::int64_t limit) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_, SelectSessions("WHERE s.id > $1 ORDER BY s.id LIMIT $2"),
                             {after.value, limit}));
  std::vector<SessionRow> sessions;
  sessions.reserve(rows.size());
  for (const Row& row : rows) {
    sessions.push_back({.session = SessionOf(row), .hash = SessionHashOf(row)});
  }
  return sessions;
}

Result<std::optional<PeopleStore::SessionRow>> PeopleStore::FindSession(const SessionId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope_, SelectSessions("WHERE s.id = $1"), {id.value}));
  if (!row) {
    return std::nullopt;
  }
  return SessionRow{.session = SessionOf(*row), .hash = SessionHashOf(*row)};
}

Result<void> PeopleStore::UpdateSeen(const PeopleDirectory::Sight& sight) {
  ARM_CHECK(transaction_.Query(scope_,
                               "UPDATE sessions SET seen_at = $1 WHERE sessions.id = $2 "
                               "AND sessions.seen_at < $1",
                               {Time(sight.at), sight.session.value}));
  return {};
}

Result<std::vector<PeopleDirectory::Sight>> PeopleStore::FindSeenSince(TimePoint time,
                                                                       std::int64_t limit) {
  ARM_TRY(const auto rows, transaction_.Query(scope_,
                                              "SELECT s.id, s.seen_at FROM sessions AS s "
                                              "WHERE s.seen_at > $1 ORDER BY s.seen_at DESC "
                                              "LIMIT $2",
                                              {Time(time), limit}));
  std::vector<PeopleDirectory::Sight> sights;
  sights.reserve(rows.size());
  for (const Row& row : rows) {
    sights.push_back({.session = {row.Text(0)}, .at = row.Time(1)});
  }
  return sights;
}

Result<void> PeopleStore::RemoveSessionsEndedBefore(TimePoint time, std::int64_t limit,
                                                    TimePoint now) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_,
                             "DELETE FROM sessions WHERE id IN (SELECT s.id FROM sessions AS s "
                             "WHERE s.ends_at < $1 OR s.ended_at < $1 LIMIT $2) RETURNING id",
                             {Time(time), limit}));
  for (const Row& row : rows) {
    ARM_CHECK(LogDirectoryChange(transaction_, scope_, DirectoryKind::Session, row.Text(0), now));
  }
  return {};
}

Result<void> PeopleStore::RemoveLinksExpiredBefore(TimePoint time, std::int64_t limit) {
  ARM_CHECK(transaction_.Query(
      scope_,
      "DELETE FROM sign_in_links WHERE id IN (SELECT l.id FROM sign_in_links AS l "
      "WHERE l.expires_at < $1 LIMIT $2)",
      {Time(time), limit}));
  return {};
}

}  // namespace armillary::tenancy
