#include "inference/internal/deadline_watch.h"

#include <utility>

namespace armillary::inference {

DeadlineWatch::DeadlineWatch() : thread_([this] { Loop(); }) {}

DeadlineWatch::~DeadlineWatch() {
  {
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
}

DeadlineWatch::Guard DeadlineWatch::Watch(Instant deadline, Stop stop) {
  std::uint64_t id = 0;
  bool must_wake = false;
  {
    const std::scoped_lock lock(mutex_);
    id = next_++;
    entries_.emplace(id, Entry{.deadline = deadline, .stop = std::move(stop)});
    must_wake = std::exchange(is_waiting_, false);
  }
  if (must_wake) {
    changed_.notify_all();
  }
  return {*this, id};
}

void DeadlineWatch::Step(Instant now) {
  const std::scoped_lock lock(mutex_);
  for (auto& [id, entry] : entries_) {
    if (entry.stop && entry.deadline <= now) {
      entry.stop();
      entry.stop = nullptr;
    }
  }
}

void DeadlineWatch::Forget(std::uint64_t id) {
  const std::scoped_lock lock(mutex_);
  entries_.erase(id);
}

void DeadlineWatch::Loop() {
  std::unique_lock lock(mutex_);
  while (!is_over_) {
    if (entries_.empty()) {
      is_waiting_ = true;
      changed_.wait(lock, [&] { return is_over_ || !is_waiting_; });
      continue;
    }
    // A tick and not the next deadline: so a run that ends in time never wakes this thread.
    changed_.wait_for(lock, kTick, [&] { return is_over_; });
    lock.unlock();
    Step(std::chrono::steady_clock::now());
    lock.lock();
  }
}

}  // namespace armillary::inference
