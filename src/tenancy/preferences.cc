#include "tenancy/preferences.h"

#include <algorithm>
#include <string_view>

namespace armillary::tenancy {
namespace {

constexpr std::string_view kMarks = "/_+-";

bool IsOfZone(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         kMarks.find(c) != std::string_view::npos;
}

}  // namespace

Result<void> CheckPreferences(const Preferences& preferences) {
  if (preferences.zone && !std::ranges::all_of(*preferences.zone, IsOfZone)) {
    return Fail(ErrorCode::InvalidCharacters, "this is no name of a time zone", "zone",
                "letters, digits, / _ + and -");
  }
  return {};
}

}  // namespace armillary::tenancy
