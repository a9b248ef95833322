#include "api/call.h"

#include "base/assert.h"

namespace armillary::api {

const tenancy::Access& AccessOf(const net::Admitted& admitted) {
  return dynamic_cast<const Caller&>(admitted).access();
}

const tenancy::Access& AccessOf(const net::Request& request) {
  ARM_ASSERT(request.admitted != nullptr);
  return AccessOf(*request.admitted);
}

}  // namespace armillary::api
