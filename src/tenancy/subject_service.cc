#include "tenancy/subject_service.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "outbound/address_rule.h"
#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/directory_store.h"
#include "tenancy/person_store.h"
#include "tenancy/principal.h"
#include "tenancy/principal_store.h"
#include "tenancy/replay.h"
#include "tenancy/subject_store.h"
#include "tenancy/token.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// One request to let a machine in, and what is made up before the transaction.
struct SubjectOrder {
  const Access& access;
  const Call& call;
  const SubjectDraft& draft;
  TimePoint now;
  PersonId new_person;
};

AuditEntry EntryOf(std::string action, const Subject& subject) {
  const boost::json::object details{{"issuer", subject.issuer}, {"subject", subject.subject}};
  return {.action = std::move(action),
          .object_kind = "principal",
          .object = subject.id.value,
          .object_name = subject.principal_name,
          .details = boost::json::serialize(details)};
}

Result<Subject> FindSubject(Transaction& transaction, const Access& access, const PrincipalId& id) {
  ARM_TRY(auto found, SubjectStore(transaction).Find(access.Scope(), id));
  if (!found) {
    return Fail(NothingHere());
  }
  return *std::move(found);
}

Result<Principal> FindAccount(Transaction& transaction, const SubjectOrder& order) {
  PrincipalStore store(transaction);
  ARM_TRY(auto principal, store.FindByName(order.access.Scope(), order.draft.principal));
  if (!principal) {
    return Fail(ErrorCode::NotFound, "there is no principal of this name", "principal");
  }
  if (principal->kind != PrincipalKind::Service) {
    return Fail(ErrorCode::NotOneOf, "a person is no service account", "principal",
                "the name of a service account");
  }
  ARM_CHECK(CheckGivable(order.access, principal->role));
  ARM_CHECK(CheckTokenDraft({.models = order.draft.models}, principal->role));
  ARM_TRY(const auto person, store.FindPerson(order.access.Scope(), principal->id));
  if (person) {
    return Fail(ErrorCode::AlreadyExists, "the service account lets in another subject already",
                "principal");
  }
  return *std::move(principal);
}

Result<void> KeepSubject(Transaction& transaction, const SubjectOrder& order,
                         const Subject& subject, const PersonId& person) {
  const auto kept = SubjectStore(transaction).Insert(order.access.Scope(), subject, person);
  if (!kept && kept.error().code == ErrorCode::AlreadyExists) {
    return Fail(ErrorCode::AlreadyExists, "the subject is let in by another principal already",
                "subject");
  }
  return kept;
}

Result<Subject> CreateSubject(Transaction& transaction, const SubjectOrder& order) {
  const Access& access = order.access;
  ARM_CHECK(LockAuditedTenant(transaction, access));
  ARM_TRY(const auto earlier, RecallResource(transaction, access, order.call));
  if (earlier) {
    return FindSubject(transaction, access, {*earlier});
  }
  ARM_TRY(const Principal account, FindAccount(transaction, order));
  const auto models = order.draft.models.value_or(std::vector<std::string>{});
  const Subject subject{.id = account.id,
                        .principal_name = account.name,
                        .role = account.role,
                        .issuer = order.draft.issuer,
                        .subject = order.draft.subject,
                        .models = {models.begin(), models.end()}};
  ARM_TRY(const Person person, PersonStore(transaction)
                                   .FindOrInsert(access.Scope(), {.id = order.new_person,
                                                                  .issuer = subject.issuer,
                                                                  .subject = subject.subject,
                                                                  .name = subject.subject,
                                                                  .created_at = order.now}));
  ARM_CHECK(KeepSubject(transaction, order, subject, person.id));
  ARM_CHECK(
      RecordAudit(transaction, access, order.call, order.now, EntryOf("subjects.create", subject)));
  ARM_CHECK(RememberResource(transaction, access, order.call, order.now, subject.id.value));
  ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Person, person.id.value,
                               order.now));
  return subject;
}

Result<void> DeleteSubject(Transaction& transaction, const Access& access, const Call& call,
                           const PrincipalId& id, TimePoint now) {
  ARM_CHECK(LockAuditedTenant(transaction, access));
  ARM_TRY(const Subject subject, FindSubject(transaction, access, id));
  ARM_TRY(const auto person, PrincipalStore(transaction).FindPerson(access.Scope(), id));
  ARM_CHECK(SubjectStore(transaction).Remove(access.Scope(), id));
  ARM_CHECK(RecordAudit(transaction, access, call, now, EntryOf("subjects.delete", subject)));
  ARM_CHECK(
      LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Person, person->value, now));
  return {};
}

}  // namespace

SubjectService::SubjectService(metadata::Database& database, const Clock& clock, Random& random,
                               std::string issuer)
    : database_(database), clock_(clock), random_(random), issuer_(std::move(issuer)) {}

Result<void> SubjectService::CheckDraft(const SubjectDraft& draft) const {
  if (!issuer_.empty() && draft.issuer != issuer_) {
    return Fail(ErrorCode::NotOneOf, "this server takes tokens of another issuer", "issuer",
                issuer_);
  }
  if (const auto checked = outbound::CheckUrl(draft.issuer); !checked) {
    return Fail(ErrorCode::InvalidFormat, checked.error().message, "issuer", checked.error().rule);
  }
  const bool is_printable = std::ranges::all_of(
      draft.subject, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
  if (!is_printable) {
    return Fail(ErrorCode::InvalidCharacters, "a control character is in it", "subject",
                "no control characters");
  }
  return {};
}

Result<Subject> SubjectService::Create(const Access& access, const Call& call,
                                       const SubjectDraft& draft) {
  ARM_CHECK(access.Require(Permission::SubjectsCreate));
  ARM_CHECK(CheckDraft(draft));
  const SubjectOrder order{.access = access,
                           .call = call,
                           .draft = draft,
                           .now = clock_.Now(),
                           .new_person = {NewId(clock_, random_)}};
  return database_.Write(
      [&](Transaction& transaction) { return CreateSubject(transaction, order); });
}

Result<Page<Subject>> SubjectService::List(const Access& access, const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::SubjectsList));
  return database_.Read([&](Transaction& transaction) {
    return SubjectStore(transaction).List(access.Scope(), request);
  });
}

Result<void> SubjectService::Delete(const Access& access, const Call& call, const PrincipalId& id) {
  ARM_CHECK(access.Require(Permission::SubjectsDelete));
  const TimePoint now = clock_.Now();
  return database_.Write(
      [&](Transaction& transaction) { return DeleteSubject(transaction, access, call, id, now); });
}

}  // namespace armillary::tenancy
