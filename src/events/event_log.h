#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/guarded.h"
#include "events/event.h"

namespace armillary::events {

// The last events of the platform, in memory, for all who are told of them: each keeps the number
// of the last one that it knows, and nothing else. Thread-safe.
class EventLog {
 public:
  // Keeps the last `most` events.
  explicit EventLog(std::size_t most) : most_(most) {}

  // The number of the last event; 0 before the first.
  std::int64_t Head() const { return head_.load(); }

  // Forgets all, as if `sequence` were the last event.
  void StartAt(std::int64_t sequence);

  // Takes events in order; those it has are left out. After a gap it begins anew with what follows.
  void Append(const std::vector<Event>& events);

  // At most `limit` events after `sequence`, in order. None: what followed it is not known any
  // more, or `sequence` is not known yet.
  std::optional<std::vector<EventPtr>> After(std::int64_t sequence, std::size_t limit) const;

  // Events that were taken so far.
  std::uint64_t Taken() const { return taken_.load(); }

 private:
  struct State {
    std::int64_t last = 0;
    std::deque<EventPtr> events;  // Numbered without gaps up to `last`.
  };

  const std::size_t most_;
  std::atomic<std::int64_t> head_{0};
  std::atomic<std::uint64_t> taken_{0};
  Guarded<State> state_;
};

}  // namespace armillary::events
