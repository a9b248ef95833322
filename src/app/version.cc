#include "app/version.h"

namespace armillary::app {

const std::string_view kVersion = ARMILLARY_VERSION;
const std::string_view kCommit = ARMILLARY_COMMIT;

}  // namespace armillary::app
