#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace armillary::inference {

// Stops what runs past its deadline, from one thread for all. Thread-safe.
//
// A deadline is noticed within kTick after it passed.
class DeadlineWatch {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  using Stop = std::function<void()>;

  static constexpr std::chrono::milliseconds kTick{20};

  // Ends its watch when it goes; after that `stop` is not called any more.
  class Guard {
   public:
    Guard(DeadlineWatch& watch, std::uint64_t id) : watch_(watch), id_(id) {}
    ~Guard() { watch_.Forget(id_); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    DeadlineWatch& watch_;
    const std::uint64_t id_;
  };

  DeadlineWatch();
  ~DeadlineWatch();
  DeadlineWatch(const DeadlineWatch&) = delete;
  DeadlineWatch& operator=(const DeadlineWatch&) = delete;

  // Calls `stop` once if the guard is still there at `deadline`. `stop` must be quick.
  Guard Watch(Instant deadline, Stop stop);

  // Stops all whose deadline has passed at `now`; what the thread does at each tick.
  void Step(Instant now);

 private:
  struct Entry {
    Instant deadline;
    Stop stop;
  };

  void Forget(std::uint64_t id);
  void Loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Entry> entries_;
  std::uint64_t next_ = 0;
  bool is_waiting_ = false;  // The thread sleeps until there is an entry.
  bool is_over_ = false;
  std::jthread thread_;
};

}  // namespace armillary::inference
