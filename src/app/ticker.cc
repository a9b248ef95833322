#include "app/ticker.h"

#include <exception>
#include <utility>

namespace armillary::app {
namespace {

constexpr std::chrono::milliseconds kTick{100};

}  // namespace

Ticker::Ticker(std::vector<Chore> chores, const Clock& clock, const Log& log)
    : clock_(clock), log_(log) {
  for (Chore& chore : chores) {
    const TimePoint next = clock_.Now() + chore.every;
    chores_.push_back({std::move(chore), next});
  }
}

void Ticker::Step() {
  for (Due& due : chores_) {
    if (IsDue(due)) {
      RunOne(due);
      due.next = clock_.Now() + due.chore.every;
    }
  }
}

bool Ticker::IsDue(const Due& due) const {
  const auto left = due.next - clock_.Now();
  return left <= std::chrono::milliseconds(0) || left > due.chore.every;
}

Result<void> Ticker::Try(const Chore& chore) {
  try {
    return chore.run();
  } catch (const std::exception& thrown) {
    return Fail(ErrorCode::Internal, thrown.what());
  }
}

void Ticker::RunOne(Due& due) {
  const auto done = Try(due.chore);
  if (!done && !due.failing) {
    log_.Warning("a chore failed and will be tried again", {{"chore", due.chore.name},
                                                            {"code", CodeName(done.error().code)},
                                                            {"cause", done.error().message}});
  }
  due.failing = !done.has_value();
}

void Ticker::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

void Ticker::Loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Step();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kTick, [] { return false; });
  }
}

}  // namespace armillary::app
