#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace armillary::app {

// One line on standard error that says how far a long command is; none where nobody looks.
class Progress {
 public:
  explicit Progress(std::string title);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One more file of so many bytes.
  void Add(std::uint64_t bytes);

 private:
  void Show() const;

  const std::string title_;
  const bool is_watched_;
  std::uint64_t files_ = 0;
  std::uint64_t bytes_ = 0;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace armillary::app
