#pragma once

#include "base/id.h"

namespace armillary::objects {

inline const TenantId kAcme{"01acme"};
inline const TenantId kGlobex{"01globex"};

}  // namespace armillary::objects
