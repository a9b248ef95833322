#pragma once

#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/environment.h"

namespace armillary::metadata {
struct ListRequest;
template <class T>
struct Page;
}  // namespace armillary::metadata

namespace armillary::tenancy {

// The environments of the platform, the same for every tenant. Thread-safe.
class EnvironmentService {
 public:
  // `database` must outlive the service.
  explicit EnvironmentService(metadata::Database& database);

  // EnvironmentsList.
  Result<metadata::Page<Environment>> List(const Access& access,
                                           const metadata::ListRequest& request) const;

 private:
  metadata::Database& database_;
};

}  // namespace armillary::tenancy
