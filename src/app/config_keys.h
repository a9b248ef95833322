#pragma once

#include <span>

#include "base/config.h"

namespace armillary::app {

// Everything an operator can set, with its default and its bounds.
std::span<const ConfigKey> ConfigKeys();

}  // namespace armillary::app
