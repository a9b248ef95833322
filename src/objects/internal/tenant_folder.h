#pragma once

#include "base/id.h"
#include "base/result.h"

namespace armillary::objects {

// A tenant's id becomes part of a path, so it is 1 to 63 of 0-9, a-z and -, whoever made it. Fails
// with InvalidCharacters.
Result<void> CheckTenant(const TenantId& tenant);

}  // namespace armillary::objects
