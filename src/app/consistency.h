#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/inspection.h"
#include "base/result.h"

namespace armillary::app {

// What was looked at, and what does not hold, a sentence each.
struct ConsistencyReport {
  std::size_t versions = 0;
  std::size_t deployments = 0;
  std::size_t audit_chains = 0;
  std::vector<std::string> broken;
};

// Prints a line for each thing that does not hold, and one that sums up.
void PrintReport(const ConsistencyReport& report);

// Looks at every row, blob, signature and audit chain that belong together. Fails only where it
// cannot look.
Result<ConsistencyReport> CheckConsistency(Inspection& inspection);

}  // namespace armillary::app
