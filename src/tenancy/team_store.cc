#include "tenancy/team_store.h"

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

}  // namespace

Result<void> TeamStore::Insert(const TenantScope& scope, const Team& team) {
  ARM_CHECK(transaction_.Query(
      scope, "INSERT INTO teams (id, name, display_name, created_at) VALUES ($1, $2, $3, $4)",
      {team.id.value, team.name.value, OrNull(team.display_name), Time(team.created_at)}));
  return {};
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

}  // namespace armillary::tenancy
