#pragma once

#include "metadata/scope.h"

namespace armillary::app {

// Gives out the right to the rows of all tenants, to what the platform does by itself. Only this
// module can, so each use is found by a search for this name.
class SystemAuthority {
 public:
  static metadata::SystemScope Grant() { return metadata::SystemScope(); }
};

}  // namespace armillary::app
