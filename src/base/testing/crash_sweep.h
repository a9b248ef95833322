#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace armillary {

// Runs a test of this binary again and again in a process of its own, killed at its first crash
// point, then at its second, and so on until it comes to its end.
//
// The test that is run is a disabled one (`Suite.DISABLED_Name`). It works in CrashFolder() and
// calls Acknowledge for what it was promised to keep.
class CrashSweep {
 public:
  explicit CrashSweep(std::string test) : test_(std::move(test)) {}

  // Calls `check` after each run with the folder and what was acknowledged before the kill. Gives
  // the number of crash points, or 0 if the test failed without a kill.
  std::size_t Run(const std::function<void(const std::filesystem::path& folder,
                                           const std::vector<std::string>& acknowledged)>& check);

 private:
  const std::string test_;
};

// Inside the run: where to work, and how to tell the one outside.
std::filesystem::path CrashFolder();
void Acknowledge(const std::string& line);

}  // namespace armillary
