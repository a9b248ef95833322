#include "tenancy/environment_store.h"

namespace armillary::tenancy {

using metadata::TenantScope;

Result<void> EnvironmentStore::InsertMissing(const TenantScope& scope,
                                             const Environment& environment) {
  ARM_CHECK(transaction_.Query(
      scope, "INSERT INTO environments (name, rung) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
      {environment.name.value, environment.rung}));
  return {};
}

Result<bool> EnvironmentStore::Contains(const TenantScope& scope, const EnvironmentName& name) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope, "SELECT e.rung FROM environments AS e WHERE e.name = $1",
                                {name.value}));
  return row.has_value();
}

}  // namespace armillary::tenancy
