#include "tenancy/environment_service.h"

#include "tenancy/environment_store.h"

namespace armillary::tenancy {

EnvironmentService::EnvironmentService(metadata::Database& database) : database_(database) {}

Result<Page<Environment>> EnvironmentService::List(const Access& access,
                                                   const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::EnvironmentsList));
  return database_.Read([&](metadata::Transaction& transaction) {
    return EnvironmentStore(transaction).List(access.Scope(), request);
  });
}

}  // namespace armillary::tenancy
