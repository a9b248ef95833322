#pragma once

#include <optional>

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/team.h"

namespace armillary::tenancy {

// The rows of teams, a table of the platform: the scope says who asks, not which rows. Lives as
// long as the transaction.
class TeamStore {
 public:
  explicit TeamStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  Result<void> Insert(const metadata::TenantScope& scope, const Team& team);
  Result<std::optional<Team>> Find(const metadata::TenantScope& scope, const TeamId& id);

  Result<Page<Team>> List(const metadata::TenantScope& scope, const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
