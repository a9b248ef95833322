#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"

namespace armillary::app {

// Work that the platform does by itself, over and over.
struct Chore {
  std::string name;
  std::chrono::milliseconds every;
  std::function<Result<void>()> run;
};

// Runs chores when they are due, one after the other, on a thread of its own. A chore that fails or
// throws is logged and tried again when it is due next. After the clock went back all are due.
class Ticker {
 public:
  // `clock` and `log` must outlive the ticker.
  Ticker(std::vector<Chore> chores, const Clock& clock, const Log& log);

  // Runs what is due now.
  void Step();

  // Steps on a thread until the ticker goes.
  void Start();

 private:
  struct Due {
    Chore chore;
    TimePoint next;
    bool failing = false;
  };

  bool IsDue(const Due& due) const;
  static Result<void> Try(const Chore& chore);
  void RunOne(Due& due);
  void Loop(const std::stop_token& stop);

  std::vector<Due> chores_;
  const Clock& clock_;
  const Log& log_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace armillary::app
