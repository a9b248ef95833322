#include "tenancy/new_principal.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "tenancy/audit_log.h"
#include "tenancy/principal_store.h"
#include "tenancy/quota_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

std::string DetailsOf(const Principal& principal) {
  boost::json::object details{{"kind", NameOf(principal.kind)}, {"role", NameOf(principal.role)}};
  if (principal.manager) {
    details["manager"] = *principal.manager;
  }
  return boost::json::serialize(details);
}

Result<std::optional<PrincipalId>> FindManager(PrincipalStore& store, const Access& access,
                                               const Principal& principal) {
  if (!principal.manager) {
    return std::nullopt;
  }
  ARM_TRY(const auto manager, store.FindByName(access.Scope(), *principal.manager));
  if (!manager) {
    return Fail(ErrorCode::NotFound, "there is no principal of this name", "manager");
  }
  return manager->id;
}

}  // namespace

Result<void> AddPrincipal(Transaction& transaction, const Access& access, const Call& call,
                          const Principal& principal) {
  PrincipalStore store(transaction);
  ARM_TRY(const QuotaLimits limits, QuotaStore(transaction).FindLimits(access.Scope()));
  ARM_TRY(const std::int64_t used, store.Count(access.Scope()));
  ARM_CHECK(CheckRoom(used, 1, limits.principals, "principals"));
  ARM_TRY(const auto manager, FindManager(store, access, principal));
  ARM_CHECK(store.Insert(access.Scope(), principal, manager));
  return RecordAudit(transaction, access, call, principal.created_at,
                     {.action = "principals.create",
                      .object_kind = "principal",
                      .object = principal.id.value,
                      .object_name = principal.name,
                      .details = DetailsOf(principal),
                      .shown = AuditEntry::Shown{.topic = "principals"}});
}

}  // namespace armillary::tenancy
