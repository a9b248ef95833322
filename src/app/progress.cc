#include "app/progress.h"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace armillary::app {
namespace {

constexpr std::chrono::milliseconds kBetween{200};

}  // namespace

Progress::Progress(std::string title)
    : title_(std::move(title)), is_watched_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (is_watched_ && files_ > 0) {
    Show();
    fmt::print(stderr, "\n");
  }
}

void Progress::Add(std::uint64_t bytes) {
  ++files_;
  bytes_ += bytes;
  const auto now = std::chrono::steady_clock::now();
  if (is_watched_ && now - shown_ >= kBetween) {
    shown_ = now;
    Show();
  }
}

void Progress::Show() const {
  fmt::print(stderr, "\r{}: {} files, {:.1f} MB", title_, files_,
             static_cast<double>(bytes_) / 1e6);
  std::fflush(stderr);
}

}  // namespace armillary::app
