#pragma once

#include "api/pages.h"
#include "base/config.h"
#include "base/file_system.h"
#include "base/log.h"
#include "base/result.h"

namespace armillary::app {

// The pages in `workbench.folder`; where that is empty, those beside the program, or in
// ../share/workbench of an installed one, or none. Fails with ConfigInvalidValue for a folder that
// was named and cannot be read.
Result<api::Pages> LoadWorkbench(FileSystem& files, const Config& config, const Log& log);

}  // namespace armillary::app
