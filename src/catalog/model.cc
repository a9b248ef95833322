#include "catalog/model.h"

#include <array>
#include <utility>

#include "base/assert.h"

namespace armillary::catalog {
namespace {

constexpr std::array kStates{std::pair{VersionState::Logged, std::string_view("logged")},
                             std::pair{VersionState::Checking, std::string_view("checking")},
                             std::pair{VersionState::Servable, std::string_view("servable")},
                             std::pair{VersionState::Refused, std::string_view("refused")}};

}  // namespace

std::string_view StateName(VersionState state) {
  return kStates.at(static_cast<std::size_t>(state)).second;
}

VersionState StateFromName(std::string_view name) {
  for (const auto& [state, known] : kStates) {
    if (known == name) {
      return state;
    }
  }
  ARM_ASSERT(false);
  return VersionState::Refused;
}

}  // namespace armillary::catalog
