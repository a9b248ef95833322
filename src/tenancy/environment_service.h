#pragma once

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/environment.h"

namespace armillary::tenancy {

// The environments of the platform, the same for every tenant. Thread-safe.
class EnvironmentService {
 public:
  // `database` must outlive the service.
  explicit EnvironmentService(metadata::Database& database);

  // EnvironmentsList.
  Result<Page<Environment>> List(const Access& access, const ListRequest& request) const;

 private:
  metadata::Database& database_;
};

}  // namespace armillary::tenancy
