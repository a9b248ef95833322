#include "tenancy/principal_service.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/names.h"
#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/new_principal.h"
#include "tenancy/principal_store.h"
#include "tenancy/replay.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

Result<Principal> FindPrincipal(Transaction& transaction, const Access& access,
                                const PrincipalId& id) {
  ARM_TRY(auto principal, PrincipalStore(transaction).Find(access.Scope(), id));
  if (!principal) {
    return Fail(NothingHere());
  }
  return *std::move(principal);
}

}  // namespace

PrincipalService::PrincipalService(metadata::Database& database, const Clock& clock, Random& random)
    : database_(database), clock_(clock), random_(random) {}

Result<Principal> PrincipalService::Create(const Access& access, const Call& call,
                                           const PrincipalDraft& draft) {
  ARM_CHECK(access.Require(Permission::PrincipalsCreate));
  ARM_CHECK(CheckName(draft.name, "name"));
  ARM_CHECK(CheckGivable(access, draft.role));
  const TimePoint now = clock_.Now();
  const Principal principal{.id = {NewId(clock_, random_)},
                            .name = draft.name,
                            .kind = draft.kind,
                            .role = draft.role,
                            .manager = draft.manager,
                            .created_at = now};
  return database_.Write([&](Transaction& transaction) -> Result<Principal> {
    ARM_CHECK(LockAuditedTenant(transaction, access));
    ARM_TRY(const auto earlier, RecallResource(transaction, access, call));
    if (earlier) {
      return FindPrincipal(transaction, access, {*earlier});
    }
    ARM_CHECK(AddPrincipal(transaction, access, call, principal));
    ARM_CHECK(RememberResource(transaction, access, call, now, principal.id.value));
    return principal;
  });
}

Result<Page<Principal>> PrincipalService::List(const Access& access,
                                               const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::PrincipalsList));
  return database_.Read([&](metadata::Transaction& transaction) {
    return PrincipalStore(transaction).List(access.Scope(), request);
  });
}

}  // namespace armillary::tenancy
