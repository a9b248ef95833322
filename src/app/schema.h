#pragma once

#include <vector>

#include "metadata/migration.h"

namespace armillary::app {

// The migrations of every module that owns tables, in the order of the modules.
std::vector<metadata::Migration> AllMigrations();

}  // namespace armillary::app
