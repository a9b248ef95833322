#include "tenancy/group_following.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "base/names.h"
#include "tenancy/audit_log.h"
#include "tenancy/directory_store.h"
#include "tenancy/environment.h"
#include "tenancy/membership_store.h"
#include "tenancy/new_principal.h"
#include "tenancy/principal_store.h"
#include "tenancy/role.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;
using ByGroups = MembershipStore::ByGroups;

constexpr std::size_t kMarkDigits = 6;
constexpr std::size_t kMostMarked = 200;

// What the audit log calls who did it: the provider, through us.
constexpr std::string_view kActor = "identity-provider";

// What is in one tenant, and what is to be.
struct Step {
  std::optional<ByGroups> present = {};
  const GroupPlace* wanted = nullptr;
};

std::map<TenantId, Step> StepsOf(std::vector<ByGroups> present,
                                 const std::vector<GroupPlace>& wanted) {
  std::map<TenantId, Step> steps;
  for (ByGroups& one : present) {
    steps[one.tenant].present = std::move(one);
  }
  for (const GroupPlace& place : wanted) {
    steps[place.tenant->id].wanted = &place;
  }
  return steps;
}

AuditEntry EntryOf(const PrincipalId& principal, const std::string& name,
                   const boost::json::object& details) {
  return {.action = "memberships.update",
          .object_kind = "principal",
          .object = principal.value,
          .object_name = name,
          .details = boost::json::serialize(details)};
}

// One tenant's part of an order.
class TenantFollowing {
 public:
  TenantFollowing(Transaction& transaction, const metadata::SystemScope& scope,
                  const GroupOrder& order, Followed& followed)
      : transaction_(transaction),
        scope_(scope),
        order_(order),
        followed_(followed),
        memberships_(transaction) {}

  Result<void> Lock(const TenantId& id, const Step& step) {
    if (IsOver(step)) {
      return {};
    }
    ARM_TRY(auto tenant, TenantOf(id, step));
    return LockAuditedTenant(transaction_,
                             ForPerson(scope_, std::move(tenant), {}, std::string(kActor)));
  }

  Result<void> Run(const TenantId& id, const Step& step) {
    if (IsOver(step)) {
      return {};
    }
    ARM_TRY(auto tenant, TenantOf(id, step));
    if (step.wanted == nullptr) {
      return Leave(std::move(tenant), *step.present);
    }
    return step.present ? Rejoin(std::move(tenant), *step.present, step.wanted->role)
                        : Join(std::move(tenant), *step.wanted);
  }

 private:
  using Tenant = std::shared_ptr<const TenantRecord>;

  static bool IsOver(const Step& step) { return step.wanted == nullptr && !step.present->is_live; }

  Result<Tenant> TenantOf(const TenantId& id, const Step& step) {
    if (step.wanted != nullptr) {
      return step.wanted->tenant;
    }
    ARM_TRY(auto record, DirectoryStore(transaction_, scope_).FindTenant(id));
    if (!record) {
      return Fail(ErrorCode::DatabaseCorrupt, "a principal's tenant is missing");
    }
    return std::make_shared<const TenantRecord>(*std::move(record));
  }

  // A name of somebody else's is never taken over; the mark is not known before, so that nobody can
  // take the name with it.
  Result<std::string> FreeName(const Access& access) {
    const Person& person = order_.person;
    const std::string wanted =
        person.email && CheckName(*person.email, "name") ? *person.email : person.name;
    PrincipalStore store(transaction_);
    ARM_TRY(const auto taken, store.FindByName(access.Scope(), wanted));
    if (!taken) {
      return wanted;
    }
    const std::string& id = access.Who().principal.value;
    const std::string mark = "~" + id.substr(id.size() - kMarkDigits);
    return (wanted.size() <= kMostMarked ? wanted : std::string("person")) + mark;
  }

  Result<void> Join(Tenant tenant, const GroupPlace& place) {
    const TenantId id = tenant->id;
    const Access nameless = ForPerson(scope_, tenant, place.fresh, std::string(kActor));
    ARM_TRY(const bool is_machine, memberships_.HasPrincipal(nameless.Scope(), order_.person.id));
    if (is_machine) {
      followed_.refused = Error{.code = ErrorCode::AlreadyExists,
                                .message = "a service account lets this person in as a machine",
                                .field = "subject"};
      return {};
    }
    ARM_TRY(const std::string name, FreeName(nameless));
    const Access access = ForPerson(scope_, std::move(tenant), place.fresh, name);
    const auto added = AddPrincipal(transaction_, access, {.request = order_.request},
                                    {.id = place.fresh,
                                     .name = name,
                                     .kind = PrincipalKind::User,
                                     .role = place.role,
                                     .created_at = order_.now});
    if (!added && added.error().code == ErrorCode::QuotaExceeded) {
      followed_.refused = added.error();
      return {};
    }
    ARM_CHECK(added);
    ARM_CHECK(memberships_.UpdateJoined(access.Scope(), place.fresh, order_.person.id));
    followed_.members[id] = {place.fresh, name};
    return {};
  }

  Result<void> Rejoin(Tenant tenant, const ByGroups& present, Role role) {
    followed_.members[present.tenant] = {present.principal, present.name};
    if (present.is_live && present.role == role) {
      return {};
    }
    const Access access = ForPerson(scope_, std::move(tenant), present.principal, present.name);
    ARM_CHECK(memberships_.UpdateJoined(access.Scope(), present.principal, order_.person.id));
    ARM_CHECK(memberships_.UpdateRole(access.Scope(), present.principal, role));
    ARM_CHECK(Record(access, EntryOf(present.principal, present.name,
                                     {{"role", NameOf(role)}, {"before", NameOf(present.role)}})));
    return RevokeTokens(access, present.principal,
                        [&](const Token& token) { return !MayGive(role, token.role); });
  }

  Result<void> Leave(Tenant tenant, const ByGroups& present) {
    const Access access = ForPerson(scope_, std::move(tenant), present.principal, present.name);
    ARM_CHECK(memberships_.UpdateLeft(access.Scope(), present.principal));
    ARM_CHECK(Record(access, EntryOf(present.principal, present.name,
                                     {{"ended", true}, {"before", NameOf(present.role)}})));
    return RevokeTokens(access, present.principal, [](const Token&) { return true; });
  }

  template <class IsMore>
  Result<void> RevokeTokens(const Access& access, const PrincipalId& principal, IsMore is_more) {
    ARM_TRY(const auto tokens, memberships_.FindTokens(access.Scope(), principal, order_.now));
    for (const Token& token : tokens) {
      if (!is_more(token)) {
        continue;
      }
      ARM_CHECK(TokenStore(transaction_).UpdateRevoked(access.Scope(), token.id, order_.now));
      const boost::json::object details{{"principal", token.principal_name},
                                        {"role", NameOf(token.role)}};
      ARM_CHECK(Record(access, {.action = "tokens.revoke",
                                .object_kind = "token",
                                .object = token.id.value,
                                .details = boost::json::serialize(details)}));
      followed_.revoked.push_back({access.Tenant().id, token.id});
    }
    return {};
  }

  Result<void> Record(const Access& access, const AuditEntry& entry) {
    return RecordAudit(transaction_, access, {.request = order_.request}, order_.now, entry);
  }

  Transaction& transaction_;
  const metadata::SystemScope& scope_;
  const GroupOrder& order_;
  Followed& followed_;
  MembershipStore memberships_;
};

}  // namespace

std::vector<GroupPlace> KnownPlaces(const std::vector<Place>& places, const Directory& directory,
                                    const Clock& clock, Random& random) {
  std::vector<GroupPlace> known;
  for (const Place& place : places) {
    auto tenant = directory.FindTenant(place.tenant);
    if (tenant != nullptr && tenant->state != TenantState::BeingDeleted) {
      known.push_back({std::move(tenant), place.role, {NewId(clock, random)}});
    }
  }
  return known;
}

bool IsFollowed(const PersonRecord& person, const std::vector<GroupPlace>& places) {
  std::map<std::string, Role> present;
  for (const Membership& membership : person.memberships) {
    if (membership.by_groups) {
      present.emplace(membership.tenant.value, membership.role);
    }
  }
  std::map<std::string, Role> wanted;
  for (const GroupPlace& place : places) {
    wanted.emplace(place.tenant->name.value, place.role);
  }
  return present == wanted;
}

Result<Followed> FollowGroups(Transaction& transaction, const metadata::SystemScope& scope,
                              const GroupOrder& order) {
  ARM_TRY(auto present, MembershipStore(transaction).FindByGroups(scope, order.person.id));
  Followed followed;
  TenantFollowing following(transaction, scope, order, followed);
  const auto steps = StepsOf(std::move(present), order.places);
  // What is recorded makes all who record wait: somebody who holds a chain would wait for us, and
  // we for them.
  for (const auto& [tenant, step] : steps) {
    ARM_CHECK(following.Lock(tenant, step));
  }
  for (const auto& [tenant, step] : steps) {
    ARM_CHECK(following.Run(tenant, step));
  }
  return followed;
}

Result<void> LogRevoked(Transaction& transaction, const metadata::SystemScope& scope,
                        const Followed& followed, TimePoint now) {
  DirectoryStore store(transaction, scope);
  for (const Followed::Revoked& one : followed.revoked) {
    ARM_TRY(auto tenant, store.FindTenant(one.tenant));
    if (tenant) {
      const Access access = ForPerson(
          scope, std::make_shared<const TenantRecord>(*std::move(tenant)), {}, std::string(kActor));
      ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Token,
                                   one.token.value, now));
    }
  }
  return {};
}

Access ForPerson(const metadata::SystemScope& scope, std::shared_ptr<const TenantRecord> tenant,
                 const PrincipalId& principal, const std::string& name) {
  return Access::ForPlatform(scope,
                             {.principal = principal,
                              .principal_name = name,
                              .kind = PrincipalKind::User,
                              .token = {std::string(kActor)},
                              .tenant = std::move(tenant),
                              .environment = {std::string(kResearch)}},
                             Permission::SelfSession);
}

}  // namespace armillary::tenancy
