#include "tenancy/sign_in_service.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "tenancy/audit_log.h"
#include "tenancy/directory_store.h"
#include "tenancy/environment.h"
#include "tenancy/people_store.h"
#include "tenancy/person_store.h"
#include "tenancy/principal_store.h"
#include "tenancy/replay.h"
#include "tenancy/session_store.h"
#include "tenancy/sign_in_link_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// One attempt to redeem a code: what came, and what is made up before the transaction.
struct Attempt {
  SignInLinkId link;
  Digest code;
  const SignInService::Visit& visit;
  Session session;  // Without its person.
  Digest hash;
  PersonId new_person;
  TimePoint now;
};

// What a redemption left behind, for the directory.
struct Redeemed {
  Session session;
  PersonRecord person;
  std::vector<Session> ended;
  std::int64_t change = 0;
};

tl::unexpected<Error> RefuseCode() {
  return Fail(ErrorCode::SignInCodeInvalid, "the code opens nothing", "code");
}

Result<void> CheckWhole(const Access& access, const Principal& principal) {
  const Identity& maker = access.Who();
  if (principal.kind != PrincipalKind::User) {
    return Fail(ErrorCode::PermissionDenied, "a service account is no person who signs in");
  }
  if (maker.scopes || maker.role != principal.role || maker.environment.value != kResearch) {
    return Fail(ErrorCode::PermissionDenied,
                "the token is less than its principal: a session would have all that the "
                "principal has");
  }
  return {};
}

Result<void> RefuseReplay(Transaction& transaction, const Access& access, const Call& call) {
  ARM_TRY(const auto earlier, RecallResource(transaction, access, call));
  if (earlier) {
    return Fail(ErrorCode::SecretShownOnce,
                "the first request made the link " + *earlier + " and showed its code");
  }
  return {};
}

AuditEntry EntryOf(const SignInLink& link, const Principal& principal) {
  const boost::json::object details{{"principal", principal.name},
                                    {"expires_at", FormatTime(link.expires_at)}};
  return {.action = "sign_in_links.create",
          .object_kind = "sign_in_link",
          .object = link.id.value,
          .object_name = {},
          .details = boost::json::serialize(details)};
}

Result<void> CreateLink(Transaction& transaction, const Access& access, const Call& call,
                        const SignInLink& link, const Digest& hash) {
  ARM_CHECK(LockAuditedTenant(transaction, access));
  ARM_CHECK(RefuseReplay(transaction, access, call));
  ARM_TRY(const auto principal,
          PrincipalStore(transaction).Find(access.Scope(), access.Who().principal));
  if (!principal) {
    return Fail(ErrorCode::PermissionDenied, "the principal is gone");
  }
  ARM_CHECK(CheckWhole(access, *principal));
  ARM_CHECK(SignInLinkStore(transaction).Insert(access.Scope(), link, hash));
  ARM_CHECK(RecordAudit(transaction, access, call, link.created_at, EntryOf(link, *principal)));
  return RememberResource(transaction, access, call, link.created_at, link.id.value);
}

Access AsPrincipal(const metadata::SystemScope& scope, const SignInLinkStore::Found& found,
                   const Session& session) {
  return Access::ForPlatform(scope,
                             {.principal = found.link.principal,
                              .principal_name = found.principal_name,
                              .kind = found.kind,
                              .token = {session.id.value},
                              .person = session.person,
                              .session = session.id,
                              .tenant = std::make_shared<const TenantRecord>(found.tenant),
                              .environment = {std::string(kResearch)},
                              .role = found.role,
                              .expires_at = session.ends_at},
                             Permission::SelfSession);
}

Result<Person> FindOrMakePerson(Transaction& transaction, const Access& access,
                                const Attempt& attempt) {
  PrincipalStore principals(transaction);
  PersonStore people(transaction);
  const PrincipalId& principal = access.Who().principal;
  ARM_TRY(auto id, principals.FindPerson(access.Scope(), principal));
  if (!id) {
    ARM_TRY(const Person made,
            people.FindOrInsert(access.Scope(), {.id = attempt.new_person,
                                                 .issuer = std::string(kLocalIssuer),
                                                 .subject = principal.value,
                                                 .name = access.Who().principal_name,
                                                 .created_at = attempt.now}));
    ARM_CHECK(principals.UpdatePerson(access.Scope(), principal, made.id));
    id = made.id;
  }
  ARM_TRY(auto person, people.Lock(access.Scope(), *id));
  if (!person) {
    return Fail(ErrorCode::DatabaseCorrupt, "a principal's person is missing");
  }
  if (person->disabled_at) {
    return Fail(ErrorCode::PersonDisabled, "this person may not sign in any more");
  }
  return *std::move(person);
}

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

AuditEntry EntryOf(const Redeemed& redeemed, const SignInLinkId& link) {
  boost::json::object details{{"person", redeemed.session.person.value},
                              {"link", link.value},
                              {"remote_address", redeemed.session.remote_address},
                              {"ends_at", FormatTime(redeemed.session.ends_at)}};
  if (!redeemed.ended.empty()) {
    boost::json::array ended;
    for (const Session& session : redeemed.ended) {
      ended.emplace_back(session.id.value);
    }
    details["ended"] = std::move(ended);
  }
  return {.action = "sessions.create",
          .object_kind = "session",
          .object = redeemed.session.id.value,
          .object_name = {},
          .details = boost::json::serialize(details)};
}

// The number of the last of the changes: what is put under it is as new as all of them.
Result<std::int64_t> LogChanges(Transaction& transaction, const Access& access,
                                const Redeemed& redeemed, TimePoint now) {
  for (const Session& session : redeemed.ended) {
    ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Session,
                                 session.id.value, now));
  }
  ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Person,
                               redeemed.person.person.id.value, now));
  return LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Session,
                            redeemed.session.id.value, now);
}

Result<SignInLinkStore::Found> FindLink(Transaction& transaction,
                                        const metadata::SystemScope& scope,
                                        const Attempt& attempt) {
  ARM_TRY(auto found, SignInLinkStore(transaction).Find(scope, attempt.link));
  if (!found || !keys::Equal(found->hash, attempt.code) || found->kind != PrincipalKind::User) {
    return RefuseCode();
  }
  return *std::move(found);
}

Result<Redeemed> RedeemCode(Transaction& transaction, const metadata::SystemScope& scope,
                            const Attempt& attempt) {
  ARM_TRY(const auto found, FindLink(transaction, scope, attempt));
  Redeemed redeemed{.session = attempt.session, .person = {}, .ended = {}};
  Session& session = redeemed.session;
  session.ends_at = std::min(session.ends_at, found.link.session_ends_by);
  const Access outside = AsPrincipal(scope, found, session);
  ARM_CHECK(LockAuditedTenant(transaction, outside));
  ARM_TRY(const bool is_first,
          SignInLinkStore(transaction).Take(outside.Scope(), found.link.id, attempt.now));
  if (!is_first) {
    return RefuseCode();
  }
  ARM_TRY(const Person person, FindOrMakePerson(transaction, outside, attempt));
  session.person = person.id;
  ARM_TRY(redeemed.ended, EndOldest(transaction, outside, person.id, attempt.now));
  const Access access = AsPrincipal(scope, found, session);
  ARM_CHECK(SessionStore(transaction).Insert(access.Scope(), session, attempt.hash));
  ARM_TRY(auto record, PeopleStore(transaction, scope).FindPerson(person.id));
  if (!record) {
    return Fail(ErrorCode::DatabaseCorrupt, "a person is missing who was just there");
  }
  redeemed.person = *std::move(record);
  ARM_CHECK(RecordAudit(transaction, access, {.request = attempt.visit.request}, attempt.now,
                        EntryOf(redeemed, found.link.id)));
  ARM_TRY(redeemed.change, LogChanges(transaction, access, redeemed, attempt.now));
  return redeemed;
}

}  // namespace

SignInService::SignInService(const SignInParts& parts, metadata::SystemScope scope,
                             SessionLimits limits)
    : parts_(parts), scope_(scope), limits_(limits) {}

Result<NewSignInLink> SignInService::Create(const Access& access, const Call& call) {
  ARM_CHECK(access.Require(Permission::SignInLinksCreate));
  const TimePoint now = parts_.clock.Now();
  Secret code = NewSignInCode(parts_.random);
  const Digest hash = HashOfCode(parts_.keys, code);
  SignInLink link{.id = LinkOfHash(hash),
                  .principal = access.Who().principal,
                  .created_at = now,
                  .expires_at = now + kLinkLifetime,
                  .session_ends_by = access.Who().expires_at};
  ARM_CHECK(parts_.database.Write(
      [&](Transaction& transaction) { return CreateLink(transaction, access, call, link, hash); }));
  return NewSignInLink{std::move(link), std::move(code)};
}

Result<SignInService::SignedIn> SignInService::Redeem(const Secret& code, const Visit& visit) {
  const TimePoint now = parts_.clock.Now();
  SessionProof proof = NewSessionProof(parts_.clock, parts_.random);
  const Digest hash = HashOfCode(parts_.keys, code);
  const Attempt attempt{.link = LinkOfHash(hash),
                        .code = hash,
                        .visit = visit,
                        .session = {.id = proof.id,
                                    .created_at = now,
                                    .seen_at = now,
                                    .ends_at = now + limits_.longest,
                                    .user_agent = KeptUserAgent(visit.user_agent),
                                    .remote_address = visit.remote_address},
                        .hash = HashOfSession(parts_.keys, proof),
                        .new_person = {NewId(parts_.clock, parts_.random)},
                        .now = now};
  ARM_TRY(Redeemed redeemed, parts_.database.Write([&](Transaction& transaction) {
    return RedeemCode(transaction, scope_, attempt);
  }));
  PeopleDirectory& people = parts_.directory.People();
  for (const Session& session : redeemed.ended) {
    people.EndSession(session.id, now, redeemed.change);
  }
  redeemed.person.change = redeemed.change;
  people.PutPerson(std::move(redeemed.person));
  people.PutSession(MakeSessionRecord(redeemed.session, attempt.hash, redeemed.change));
  return SignedIn{std::move(redeemed.session), std::move(proof)};
}

}  // namespace armillary::tenancy
