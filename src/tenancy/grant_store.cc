#include "tenancy/grant_store.h"

namespace armillary::tenancy {
namespace {

using metadata::OrNull;
using metadata::Row;
using metadata::Time;
using metadata::Value;

IdentityGrant GrantOf(const Row& row) {
  return {.session = {row.Text(0)},
          .person = {row.Text(1)},
          .provider_session = row.OptionalText(2),
          .refresh_token = row.Bytes(3),
          .refresh_at = row.Time(4)};
}

}  // namespace

Result<void> GrantStore::Insert(const IdentityGrant& grant) {
  ARM_CHECK(transaction_.Query(
      scope_,
      "INSERT INTO identity_grants (session_id, person_id, provider_session, refresh_token, "
      "refresh_at) VALUES ($1, $2, $3, $4, $5)",
      {grant.session.value, grant.person.value, OrNull(grant.provider_session),
       grant.refresh_token ? Value(*grant.refresh_token) : Value(), Time(grant.refresh_at)}));
  return {};
}

Result<std::vector<IdentityGrant>> GrantStore::FindDue(TimePoint now, TimePoint latest,
                                                       TimePoint idle_since, std::int64_t limit) {
  ARM_TRY(const auto rows,
          transaction_.Query(
              scope_,
              "SELECT g.session_id, g.person_id, g.provider_session, g.refresh_token, g.refresh_at "
              "FROM identity_grants AS g JOIN sessions AS s ON s.id = g.session_id "
              "WHERE (g.refresh_at <= $1 OR g.refresh_at > $2) AND g.refresh_token IS NOT NULL "
              "AND s.ended_at IS NULL AND s.ends_at > $1 AND s.seen_at > $3 "
              "ORDER BY g.refresh_at LIMIT $4",
              {Time(now), Time(latest), Time(idle_since), limit}));
  std::vector<IdentityGrant> grants;
  grants.reserve(rows.size());
  for (const Row& row : rows) {
    grants.push_back(GrantOf(row));
  }
  return grants;
}

Result<bool> GrantStore::Claim(const IdentityGrant& grant, TimePoint until) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_,
                             "UPDATE identity_grants SET refresh_at = $3 "
                             "WHERE identity_grants.session_id = $1 "
                             "AND identity_grants.refresh_at = $2 RETURNING session_id",
                             {grant.session.value, Time(grant.refresh_at), Time(until)}));
  return !rows.empty();
}

Result<void> GrantStore::UpdateRefreshed(const SessionId& session,
                                         const metadata::Blob& refresh_token,
                                         TimePoint refresh_at) {
  ARM_CHECK(transaction_.Query(scope_,
                               "UPDATE identity_grants SET refresh_token = $2, refresh_at = $3 "
                               "WHERE identity_grants.session_id = $1",
                               {session.value, refresh_token, Time(refresh_at)}));
  return {};
}

Result<void> GrantStore::RemoveEnded(TimePoint now, std::int64_t limit) {
  ARM_CHECK(transaction_.Query(
      scope_,
      "DELETE FROM identity_grants WHERE session_id IN (SELECT g.session_id "
      "FROM identity_grants AS g LEFT JOIN sessions AS s ON s.id = g.session_id "
      "WHERE s.id IS NULL OR s.ended_at IS NOT NULL OR s.ends_at <= $1 LIMIT $2)",
      {Time(now), limit}));
  return {};
}

Result<std::vector<PersonId>> GrantStore::FindPeopleOf(const std::string& provider_session) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_,
                             "SELECT DISTINCT g.person_id FROM identity_grants AS g "
                             "WHERE g.provider_session = $1",
                             {provider_session}));
  std::vector<PersonId> people;
  people.reserve(rows.size());
  for (const Row& row : rows) {
    people.push_back({row.Text(0)});
  }
  return people;
}

Result<std::vector<SessionId>> GrantStore::EndSessionsOf(const PersonId& person, TimePoint now) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_,
                             "UPDATE sessions SET ended_at = $2 WHERE sessions.person_id = $1 "
                             "AND sessions.ended_at IS NULL AND sessions.ends_at > $2 RETURNING id",
                             {person.value, Time(now)}));
  std::vector<SessionId> sessions;
  sessions.reserve(rows.size());
  for (const Row& row : rows) {
    sessions.push_back({row.Text(0)});
  }
  return sessions;
}

Result<void> GrantStore::UpdateWithdrawn(const PersonId& person, TimePoint now) {
  ARM_CHECK(transaction_.Query(
      scope_,
      "UPDATE people SET withdrawn_at = $2 WHERE people.id = $1 AND people.withdrawn_at IS NULL",
      {person.value, Time(now)}));
  return {};
}

Result<bool> GrantStore::HasNotice(const std::string& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope_, "SELECT n.id FROM identity_notices AS n WHERE n.id = $1",
                                {id}));
  return row.has_value();
}

Result<bool> GrantStore::TakeNotice(const std::string& id, TimePoint expires_at) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope_,
                             "INSERT INTO identity_notices (id, expires_at) VALUES ($1, $2) "
                             "ON CONFLICT (id) DO NOTHING RETURNING id",
                             {id, Time(expires_at)}));
  return !rows.empty();
}

Result<void> GrantStore::RemoveNoticesBefore(TimePoint time, std::int64_t limit) {
  ARM_CHECK(transaction_.Query(
      scope_,
      "DELETE FROM identity_notices WHERE id IN (SELECT n.id FROM identity_notices AS n "
      "WHERE n.expires_at < $1 LIMIT $2)",
      {Time(time), limit}));
  return {};
}

}  // namespace armillary::tenancy
