#include "tenancy/environment_store.h"

#include "metadata/list_query.h"

namespace armillary::tenancy {

namespace {

using metadata::Row;
using metadata::TenantScope;

using metadata::ListSpec;
using metadata::ListType;

const ListSpec& EnvironmentListing() {
  static const ListSpec spec{
      .name = "tenancy.environments",
      .select = "e.name, e.rung",
      .from = "environments AS e",
      .where = {},
      .columns = {{.field = "name", .sql = "e.name"}, {"rung", "e.rung", ListType::Integer, false}},
      .default_sort = "rung ASC",
      .key = "e.name",
      .is_of_tenant = false};
  return spec;
}

Environment EnvironmentOf(const Row& row) {
  return {.name = {row.Text(0)}, .rung = row.Integer(1)};
}

}  // namespace

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

Result<Page<Environment>> EnvironmentStore::List(const TenantScope& scope,
                                                 const ListRequest& request) {
  return metadata::List(transaction_, scope, {EnvironmentListing(), {}, request}, EnvironmentOf);
}

}  // namespace armillary::tenancy
