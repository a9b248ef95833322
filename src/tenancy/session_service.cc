#include "tenancy/session_service.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/directory_store.h"
#include "tenancy/environment.h"
#include "tenancy/person_store.h"
#include "tenancy/principal_store.h"
#include "tenancy/session_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

Result<std::optional<PersonId>> PersonBehind(Transaction& transaction, const Access& access) {
  if (access.Who().session) {
    return std::optional(access.Who().person);
  }
  // The right is to the tenant that the principal is of: `self.*` names no other.
  return PrincipalStore(transaction).FindPerson(access.Scope(), access.Who().principal);
}

Result<PersonId> RequirePerson(Transaction& transaction, const Access& access) {
  ARM_TRY(auto person, PersonBehind(transaction, access));
  if (!person) {
    return Fail(NothingHere());
  }
  return *std::move(person);
}

AuditEntry EntryOf(const Session& session) {
  const boost::json::object details{{"person", session.person.value}};
  return {.action = "sessions.end",
          .object_kind = "session",
          .object = session.id.value,
          .object_name = {},
          .details = boost::json::serialize(details)};
}

// The place in the log of changes; 0 where nothing was left to change.
Result<std::int64_t> EndSession(Transaction& transaction, const Access& access, const Call& call,
                                const SessionId& id, TimePoint now) {
  ARM_CHECK(LockAuditedTenant(transaction, access));
  ARM_TRY(const PersonId person, RequirePerson(transaction, access));
  SessionStore store(transaction);
  ARM_TRY(const auto session, store.Find(access.Scope(), person, id));
  if (!session) {
    return Fail(NothingHere());
  }
  if (session->ended_at) {
    return 0;
  }
  ARM_CHECK(store.UpdateEnded(access.Scope(), id, now));
  ARM_CHECK(RecordAudit(transaction, access, call, now, EntryOf(*session)));
  return LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Session, id.value, now);
}

Result<Preferences> PutPreferences(Transaction& transaction, const Access& access,
                                   Preferences wanted, const IfMatch& match) {
  ARM_TRY(const PersonId person, RequirePerson(transaction, access));
  PersonStore store(transaction);
  ARM_TRY(const auto present, store.FindPreferences(access.Scope(), person));
  const std::int64_t revision = present ? present->revision : 0;
  ARM_CHECK(match.Check(revision));
  wanted.revision = revision + 1;
  ARM_TRY(const bool is_kept, present ? store.UpdatePreferences(access.Scope(), person, wanted)
                                      : store.InsertPreferences(access.Scope(), person, wanted));
  if (!is_kept) {
    return Fail(ErrorCode::PreconditionFailed, "the object has changed since it was read",
                "If-Match");
  }
  return wanted;
}

std::vector<SessionView::Place> PlacesOf(const Directory& directory, const PersonRecord& person) {
  std::vector<SessionView::Place> places;
  const EnvironmentName research{std::string(kResearch)};
  for (const Membership& membership : person.memberships) {
    auto tenant = directory.FindTenant(membership.tenant);
    if (tenant == nullptr || membership.kind != PrincipalKind::User) {
      continue;
    }
    const Identity who{.tenant = tenant, .environment = research, .role = membership.role};
    std::vector<Permission> permissions;
    for (const Permission permission : AllPermissions()) {
      if (WouldAllow(who, *tenant, research, permission)) {
        permissions.push_back(permission);
      }
    }
    places.push_back({std::move(tenant), membership.role, std::move(permissions)});
  }
  return places;
}

}  // namespace

SessionService::SessionService(metadata::Database& database, Directory& directory,
                               const keys::KeyRing& keys, const Clock& clock, SessionLimits limits)
    : database_(database), directory_(directory), keys_(keys), clock_(clock), limits_(limits) {}

Result<SessionView> SessionService::View(const SessionProof& proof) const {
  const auto record = directory_.People().FindSession(proof.id);
  const auto person =
      record == nullptr ? nullptr : directory_.People().FindPerson(record->session.person);
  if (person == nullptr || !keys::Equal(record->hash, HashOfSession(keys_, proof))) {
    return Fail(ErrorCode::SessionUnknown, "no such session", "Cookie");
  }
  if (record->session.ended_at) {
    return Fail(ErrorCode::SessionEnded, "the session has ended", "Cookie");
  }
  const TimePoint idle_end = FromMillis(record->seen.load()) + limits_.idle;
  return SessionView{.session = record->session,
                     .idle_ends_at = std::min(idle_end, record->session.ends_at),
                     .person = person->person,
                     .csrf_token = CsrfTokenOf(keys_, proof),
                     .places = PlacesOf(directory_, *person)};
}

Result<std::vector<Session>> SessionService::List(const Access& access) const {
  ARM_CHECK(access.Require(Permission::SelfSession));
  const TimePoint now = clock_.Now();
  ARM_TRY(auto sessions, database_.Read([&](Transaction& transaction)
                                            -> Result<std::vector<Session>> {
    ARM_TRY(const auto person, PersonBehind(transaction, access));
    if (!person) {
      return std::vector<Session>{};
    }
    return SessionStore(transaction).ListLive(access.Scope(), *person, now, now - limits_.longest);
  }));
  for (Session& session : sessions) {
    if (const auto known = directory_.People().FindSession(session.id)) {
      session.seen_at = std::max(session.seen_at, FromMillis(known->seen.load()));
    }
  }
  std::erase_if(sessions,
                [&](const Session& session) { return session.seen_at + limits_.idle <= now; });
  return sessions;
}

Result<void> SessionService::End(const Access& access, const Call& call, const SessionId& id) {
  ARM_CHECK(access.Require(Permission::SelfSession));
  const TimePoint now = clock_.Now();
  ARM_TRY(const std::int64_t change, database_.Write([&](Transaction& transaction) {
    return EndSession(transaction, access, call, id, now);
  }));
  if (change != 0) {
    directory_.People().EndSession(id, now, change);
  }
  return {};
}

Result<Preferences> SessionService::GetPreferences(const Access& access) const {
  ARM_CHECK(access.Require(Permission::SelfPreferences));
  return database_.Read([&](Transaction& transaction) -> Result<Preferences> {
    ARM_TRY(const PersonId person, RequirePerson(transaction, access));
    ARM_TRY(auto found, PersonStore(transaction).FindPreferences(access.Scope(), person));
    return std::move(found).value_or(Preferences{});
  });
}

Result<Preferences> SessionService::UpdatePreferences(const Access& access, Preferences wanted,
                                                      const IfMatch& match) {
  ARM_CHECK(access.Require(Permission::SelfPreferences));
  ARM_CHECK(CheckPreferences(wanted));
  wanted.updated_at = clock_.Now();
  return database_.Write(
      [&](Transaction& transaction) { return PutPreferences(transaction, access, wanted, match); });
}

}  // namespace armillary::tenancy
