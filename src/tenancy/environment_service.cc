#include "tenancy/environment_service.h"

#include "tenancy/environment_store.h"

namespace armillary::tenancy {

EnvironmentService::EnvironmentService(metadata::Database& database) : database_(database) {}

}  // namespace armillary::tenancy
