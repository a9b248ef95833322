#pragma once

#include <future>
#include <optional>
#include <utility>

#include "base/guarded.h"

namespace armillary::tenancy {

// Asks for a thing that many want at the same moment once: who comes while somebody asks waits and
// gets the same answer. Thread-safe.
template <class Outcome>
class OneAtATime {
 public:
  template <class Ask>
  Outcome Run(Ask&& ask) {
    std::promise<Outcome> mine;
    const auto theirs = running_.With([&](Running& running) {
      Running found = running;
      if (!found) {
        running = mine.get_future().share();
      }
      return found;
    });
    if (theirs) {
      return theirs->get();
    }
    const Turn turn(running_);
    Outcome outcome = std::forward<Ask>(ask)();
    mine.set_value(outcome);
    return outcome;
  }

 private:
  using Running = std::optional<std::shared_future<Outcome>>;

  // Lets the next one ask, also where asking throws.
  struct Turn {
    explicit Turn(Guarded<Running>& taken) : running(taken) {}
    ~Turn() {
      running.With([](Running& ended) { ended.reset(); });
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    Guarded<Running>& running;
  };

  Guarded<Running> running_;
};

}  // namespace armillary::tenancy
