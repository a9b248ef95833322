#include "base/crash_point.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace armillary {
namespace {

// What a child saw that ran `first` and `second` in a new process with these variables.
class CrashPointTest : public testing::Test {
 protected:
  void SetUp() override { ::unlink(log_.c_str()); }
  void TearDown() override { ::unlink(log_.c_str()); }

  int RunChild(const char* crash_at) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv("ARMILLARY_CRASH_LOG", log_.c_str(), 1);
      ::setenv("ARMILLARY_CRASH_AT", crash_at, 1);
      const std::string self = std::filesystem::read_symlink("/proc/self/exe");
      ::execl(self.c_str(), self.c_str(), "--gtest_also_run_disabled_tests",
              "--gtest_filter=CrashPointChild.DISABLED_ReachesTwo", nullptr);
      ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }

  std::string Log() const {
    std::ifstream file(log_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string log_ =
      std::filesystem::temp_directory_path() / ("crash_point_" + std::to_string(::getpid()));
};

TEST(CrashPointChild, DISABLED_ReachesTwo) {
  CrashPoint("file.write", "a");
  CrashPoint("file.rename", "b");
}

TEST_F(CrashPointTest, LogsEachPointInOrder) {
  const int status = RunChild("3");

  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(Log(), "1 file.write a\n2 file.rename b\n");
}

TEST_F(CrashPointTest, KillsTheProcessAtThePointThatWasAskedFor) {
  const int status = RunChild("1");

  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_EQ(Log(), "1 file.write a\n");
}

}  // namespace
}  // namespace armillary
