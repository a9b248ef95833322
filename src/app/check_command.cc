#include <fmt/format.h>

#include "app/commands.h"
#include "app/consistency.h"
#include "app/inspection.h"

namespace armillary::app {

Result<void> RunCheck(const Config& config) {
  ARM_TRY(const auto inspection, Inspection::Open(DataLayout{config.Text("data")}, config));
  ARM_TRY(const ConsistencyReport report, CheckConsistency(*inspection));
  PrintReport(report);
  if (!report.broken.empty()) {
    return Fail(ErrorCode::StorageCorrupt,
                fmt::format("{} things do not hold", report.broken.size()));
  }
  return {};
}

}  // namespace armillary::app
