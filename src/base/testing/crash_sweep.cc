#include "base/testing/crash_sweep.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/testing/temp_folder.h"

namespace armillary {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolderVariable = "ARMILLARY_CRASH_FOLDER";
constexpr std::size_t kMostPoints = 100'000;

int RunOnce(const std::string& test, const fs::path& folder, std::size_t crash_at) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv(kFolderVariable, folder.c_str(), 1);
    ::setenv("ARMILLARY_CRASH_AT", std::to_string(crash_at).c_str(), 1);
    const std::string self = fs::read_symlink("/proc/self/exe");
    const std::string filter = "--gtest_filter=" + test;
    const int quiet = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(quiet, STDOUT_FILENO);
    ::execl(self.c_str(), self.c_str(), "--gtest_also_run_disabled_tests", filter.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

std::vector<std::string> LinesOf(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

fs::path AcknowledgedIn(const fs::path& folder) { return folder / "acknowledged"; }

}  // namespace

std::size_t CrashSweep::Run(
    const std::function<void(const fs::path&, const std::vector<std::string>&)>& check) {
  for (std::size_t point = 1; point < kMostPoints; ++point) {
    const TempFolder folder;
    const int status = RunOnce(test_, folder.Path(), point);
    const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!killed && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
      return 0;
    }
    check(folder.Path(), LinesOf(AcknowledgedIn(folder.Path())));
    if (!killed) {
      return point - 1;
    }
  }
  return 0;
}

fs::path CrashFolder() {
  const char* folder = std::getenv(kFolderVariable);
  ARM_ASSERT(folder != nullptr);
  return folder;
}

void Acknowledge(const std::string& line) {
  std::ofstream(AcknowledgedIn(CrashFolder()), std::ios::app) << line << "\n";
}

}  // namespace armillary
