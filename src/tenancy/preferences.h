#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace armillary::tenancy {

// How a person wants the workbench to look, on every machine.
struct Preferences {
  std::string theme = "system";          // system, light or dark.
  std::string density = "compact";       // compact or comfortable.
  std::optional<std::string> zone = {};  // As IANA names it; none: where the browser is.
  std::optional<TimePoint> updated_at = {};
  std::int64_t revision = 0;

  bool operator==(const Preferences&) const = default;
};

// Fails with InvalidCharacters on the field zone. The words of the others are the schema's to
// check.
Result<void> CheckPreferences(const Preferences& preferences);

}  // namespace armillary::tenancy
