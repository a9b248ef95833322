#include "tenancy/team.h"

#include "base/names.h"
#include "tenancy/tenant.h"

namespace armillary::tenancy {

Result<void> CheckTeamDraft(const TeamDraft& draft) {
  ARM_CHECK(CheckSlug(draft.name.value, "name"));
  return draft.display_name ? CheckDisplayName(*draft.display_name) : Result<void>();
}

}  // namespace armillary::tenancy
