#include "tenancy/team_service.h"

#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/replay.h"
#include "tenancy/team_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

Result<Team> FindTeam(Transaction& transaction, const Access& access, const TeamId& id) {
  ARM_TRY(auto team, TeamStore(transaction).Find(access.Scope(), id));
  if (!team) {
    return Fail(NothingHere());
  }
  return *std::move(team);
}

}  // namespace

TeamService::TeamService(metadata::Database& database, const Clock& clock, Random& random)
    : database_(database), clock_(clock), random_(random) {}

Result<Team> TeamService::Create(const Access& access, const Call& call, const TeamDraft& draft) {
  ARM_CHECK(access.Require(Permission::TeamsCreate));
  ARM_CHECK(CheckTeamDraft(draft));
  const TimePoint now = clock_.Now();
  const Team team{.id = {NewId(clock_, random_)},
                  .name = draft.name,
                  .display_name = draft.display_name,
                  .created_at = now};
  return database_.Write([&](Transaction& transaction) -> Result<Team> {
    ARM_CHECK(LockAuditedTenant(transaction, access));
    ARM_TRY(const auto earlier, RecallResource(transaction, access, call));
    if (earlier) {
      return FindTeam(transaction, access, {*earlier});
    }
    ARM_CHECK(TeamStore(transaction).Insert(access.Scope(), team));
    ARM_CHECK(RecordAudit(transaction, access, call, now,
                          {.action = "teams.create",
                           .object_kind = "team",
                           .object = team.id.value,
                           .object_name = team.name.value,
                           .shown = AuditEntry::Shown{.topic = "teams"}}));
    ARM_CHECK(RememberResource(transaction, access, call, now, team.id.value));
    return team;
  });
}

Result<Page<Team>> TeamService::List(const Access& access, const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::TeamsList));
  return database_.Read([&](metadata::Transaction& transaction) {
    return TeamStore(transaction).List(access.Scope(), request);
  });
}

}  // namespace armillary::tenancy
