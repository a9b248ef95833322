#include "tenancy/team_store.h"

#include "metadata/list_query.h"
#include "tenancy/taken_name.h"

namespace armillary::tenancy {
namespace {

using metadata::OrNull;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

Team TeamOf(const Row& row) {
  return {.id = {row.Text(0)},
          .name = {row.Text(1)},
          .display_name = row.OptionalText(2),
          .created_at = row.Time(3)};
}

using metadata::ListSpec;
using metadata::ListType;

const ListSpec& TeamListing() {
  static const ListSpec spec{
      .name = "tenancy.teams",
      .select = "t.id, t.name, t.display_name, t.created_at",
      .from = "teams AS t",
      .where = {},
      .columns = {{.field = "name", .sql = "t.name"},
                  {.field = "display_name", .sql = "t.display_name", .sorts = false},
                  {"created_at", "t.created_at", ListType::Time, false}},
      .default_sort = "name ASC",
      .key = "t.id",
      .is_of_tenant = false};
  return spec;
}

}  // namespace

Result<void> TeamStore::Insert(const TenantScope& scope, const Team& team) {
  return InsertedByName(transaction_.Query(
      scope, "INSERT INTO teams (id, name, display_name, created_at) VALUES ($1, $2, $3, $4)",
      {team.id.value, team.name.value, OrNull(team.display_name), Time(team.created_at)}));
}

Result<std::optional<Team>> TeamStore::Find(const TenantScope& scope, const TeamId& id) {
  ARM_TRY(const auto row, transaction_.QueryOne(scope,
                                                "SELECT t.id, t.name, t.display_name, t.created_at "
                                                "FROM teams AS t WHERE t.id = $1",
                                                {id.value}));
  if (!row) {
    return std::nullopt;
  }
  return TeamOf(*row);
}

Result<Page<Team>> TeamStore::List(const TenantScope& scope, const ListRequest& request) {
  return metadata::List(transaction_, scope, {TeamListing(), {}, request}, TeamOf);
}

}  // namespace armillary::tenancy
