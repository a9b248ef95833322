#include "tenancy/sign_in_service.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/environment.h"
#include "tenancy/membership_store.h"
#include "tenancy/person_store.h"
#include "tenancy/principal_store.h"
#include "tenancy/replay.h"
#include "tenancy/sign_in_link_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// One attempt to redeem a code: what came, and what is made up before the transaction.
struct Attempt {
  SignInLinkId link;
  Digest code;
  SessionDraft session;
  PersonId new_person;
  TimePoint now;
  TimePoint unasked_end;  // Of a session of whom an identity provider vouches for.
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
    ARM_TRY(const bool was_taken,
            MembershipStore(transaction).IsByGroups(access.Scope(), principal));
    if (was_taken) {
      return RefuseCode();
    }
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
  if (person->disabled_at || person->withdrawn_at) {
    return Fail(ErrorCode::PersonDisabled, "this person may not sign in any more");
  }
  return *std::move(person);
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

Result<StartedSession> RedeemCode(Transaction& transaction, const metadata::SystemScope& scope,
                                  const Attempt& attempt) {
  ARM_TRY(const auto found, FindLink(transaction, scope, attempt));
  SessionDraft draft = attempt.session;
  draft.session.ends_at = std::min(draft.session.ends_at, found.link.session_ends_by);
  const Access outside = AsPrincipal(scope, found, draft.session);
  ARM_CHECK(LockAuditedTenant(transaction, outside));
  ARM_TRY(const bool is_first,
          SignInLinkStore(transaction).Take(outside.Scope(), found.link.id, attempt.now));
  if (!is_first) {
    return RefuseCode();
  }
  ARM_TRY(const Person person, FindOrMakePerson(transaction, outside, attempt));
  draft.session.person = person.id;
  if (person.issuer != kLocalIssuer) {
    draft.session.ends_at = std::min(draft.session.ends_at, attempt.unasked_end);
  }
  return StartSession(transaction, scope, AsPrincipal(scope, found, draft.session), draft,
                      {{"link", found.link.id.value}});
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

Result<SignedIn> SignInService::Redeem(const Secret& code, const Visit& visit) {
  const TimePoint now = parts_.clock.Now();
  const Digest hash = HashOfCode(parts_.keys, code);
  Attempt attempt{.link = LinkOfHash(hash),
                  .code = hash,
                  .session = DraftSession(parts_.keys, parts_.clock, parts_.random, visit),
                  .new_person = {NewId(parts_.clock, parts_.random)},
                  .now = now,
                  .unasked_end = now + limits_.without_refresh};
  attempt.session.session.ends_at = now + limits_.longest;
  ARM_TRY(StartedSession started, parts_.database.Write([&](Transaction& transaction) {
    return RedeemCode(transaction, scope_, attempt);
  }));
  SignedIn signed_in{started.session, std::move(attempt.session.proof)};
  Publish(parts_.directory.People(), std::move(started), attempt.session.hash);
  return signed_in;
}

}  // namespace armillary::tenancy
