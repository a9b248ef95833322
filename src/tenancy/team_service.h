#pragma once

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/team.h"

namespace armillary::tenancy {

// The operator's teams. Thread-safe.
class TeamService {
 public:
  // All must outlive the service.
  TeamService(metadata::Database& database, const Clock& clock, Random& random);

  // TeamsCreate. Fails with AlreadyExists and as CheckTeamDraft.
  Result<Team> Create(const Access& access, const Call& call, const TeamDraft& draft);

  // TeamsList.
  Result<Page<Team>> List(const Access& access, const ListRequest& request) const;

 private:
  metadata::Database& database_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace armillary::tenancy
