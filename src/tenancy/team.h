#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace armillary::tenancy {

using TeamName = Id<struct TeamNameTag>;

// People of the operator who build models.
struct Team {
  TeamId id = {};
  TeamName name = {};
  std::optional<std::string> display_name = {};
  TimePoint created_at = {};

  bool operator==(const Team&) const = default;
};

struct TeamDraft {
  TeamName name;
  std::optional<std::string> display_name = {};
};

// Fails with InvalidName, TooLong, TooShort or InvalidCharacters.
Result<void> CheckTeamDraft(const TeamDraft& draft);

}  // namespace armillary::tenancy
