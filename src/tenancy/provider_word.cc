#include "tenancy/provider_word.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/directory_store.h"
#include "tenancy/grant_store.h"
#include "tenancy/people_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

Result<void> LogPerson(Transaction& transaction, const metadata::SystemScope& scope,
                       const PersonId& person, const std::vector<SessionId>& ended, TimePoint now) {
  for (const SessionId& session : ended) {
    ARM_CHECK(LogDirectoryChange(transaction, scope, DirectoryKind::Session, session.value, now));
  }
  ARM_CHECK(LogDirectoryChange(transaction, scope, DirectoryKind::Person, person.value, now));
  return {};
}

// What could not be followed is said after the rest was kept: no tenant keeps a person in another
// one.
Result<std::optional<Error>> Follow(Transaction& transaction, const metadata::SystemScope& scope,
                                    const GroupOrder& order) {
  ARM_CHECK(PeopleStore(transaction, scope).LockPerson(order.person.id));
  ARM_TRY(const Followed followed, FollowGroups(transaction, scope, order));
  std::vector<SessionId> ended;
  if (order.places.empty()) {
    ARM_TRY(ended, GrantStore(transaction, scope).EndSessionsOf(order.person.id, order.now));
  }
  ARM_CHECK(LogPerson(transaction, scope, order.person.id, ended, order.now));
  ARM_CHECK(LogRevoked(transaction, scope, followed, order.now));
  return followed.refused;
}

struct Seat {
  std::shared_ptr<const TenantRecord> tenant;
  Membership membership;
};

// In the order of the tenants' ids, as everybody locks their chains.
std::vector<Seat> SeatsOf(const Directory& directory, const PersonRecord& person) {
  std::vector<Seat> seats;
  for (const Membership& membership : person.memberships) {
    if (auto tenant = directory.FindTenant(membership.tenant)) {
      seats.push_back({std::move(tenant), membership});
    }
  }
  std::ranges::sort(seats, {}, [](const Seat& seat) { return seat.tenant->id; });
  return seats;
}

Access AccessAt(const metadata::SystemScope& scope, const Seat& seat) {
  return ForPerson(scope, seat.tenant, seat.membership.principal, seat.membership.principal_name);
}

AuditEntry EntryOf(const Membership& membership, std::string_view reason, std::size_t sessions) {
  const boost::json::object details{{"reason", reason}, {"sessions", sessions}};
  return {.action = "people.withdraw",
          .object_kind = "principal",
          .object = membership.principal.value,
          .object_name = membership.principal_name,
          .details = boost::json::serialize(details)};
}

struct Withdrawal {
  const PersonId& person;
  const RequestId& request;
  std::string_view reason;
  TimePoint now;
};

Result<void> Withdraw(Transaction& transaction, const metadata::SystemScope& scope,
                      const Directory& directory, const Withdrawal& withdrawal) {
  PeopleStore people(transaction, scope);
  GrantStore grants(transaction, scope);
  ARM_CHECK(people.LockPerson(withdrawal.person));
  ARM_TRY(const auto record, people.FindPerson(withdrawal.person));
  if (!record) {
    return {};
  }
  const std::vector<Seat> seats = SeatsOf(directory, *record);
  for (const Seat& seat : seats) {
    ARM_CHECK(LockAuditedTenant(transaction, AccessAt(scope, seat)));
  }
  ARM_TRY(const auto ended, grants.EndSessionsOf(withdrawal.person, withdrawal.now));
  ARM_CHECK(grants.UpdateWithdrawn(withdrawal.person, withdrawal.now));
  for (const Seat& seat : seats) {
    const Access access = AccessAt(scope, seat);
    ARM_CHECK(RecordAudit(transaction, access, {.request = withdrawal.request}, withdrawal.now,
                          EntryOf(seat.membership, withdrawal.reason, ended.size())));
  }
  return LogPerson(transaction, scope, withdrawal.person, ended, withdrawal.now);
}

}  // namespace

Result<void> FollowWord(const SignInParts& parts, const metadata::SystemScope& scope,
                        const Person& person, const std::vector<GroupPlace>& places,
                        const RequestId& request) {
  const GroupOrder order{
      .person = person, .places = places, .request = request, .now = parts.clock.Now()};
  ARM_TRY(const auto refused, parts.database.Write([&](Transaction& transaction) {
    return Follow(transaction, scope, order);
  }));
  if (refused) {
    return Fail(*refused);
  }
  return {};
}

Result<void> WithdrawWord(const SignInParts& parts, const metadata::SystemScope& scope,
                          const PersonId& person, const RequestId& request,
                          std::string_view reason) {
  const TimePoint now = parts.clock.Now();
  return parts.database.Write([&](Transaction& transaction) {
    return Withdraw(transaction, scope, parts.directory,
                    {.person = person, .request = request, .reason = reason, .now = now});
  });
}

}  // namespace armillary::tenancy
