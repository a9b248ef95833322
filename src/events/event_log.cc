#include "events/event_log.h"

#include <algorithm>

namespace armillary::events {

void EventLog::StartAt(std::int64_t sequence) {
  state_.With([&](State& state) {
    state.events.clear();
    state.last = sequence;
    head_ = sequence;
  });
}

void EventLog::Append(const std::vector<Event>& events) {
  state_.With([&](State& state) {
    for (const Event& event : events) {
      if (event.sequence <= state.last) {
        continue;
      }
      if (event.sequence != state.last + 1) {
        state.events.clear();
      }
      state.events.push_back(std::make_shared<const Event>(event));
      state.last = event.sequence;
      ++taken_;
      if (state.events.size() > most_) {
        state.events.pop_front();
      }
    }
    head_ = state.last;
  });
}

std::optional<std::vector<EventPtr>> EventLog::After(std::int64_t sequence,
                                                     std::size_t limit) const {
  return state_.With([&](const State& state) -> std::optional<std::vector<EventPtr>> {
    const auto kept = static_cast<std::int64_t>(state.events.size());
    const std::int64_t known = state.last - kept;  // Before the first that is kept.
    if (sequence < known || sequence > state.last) {
      return std::nullopt;
    }
    const auto first = state.events.begin() + (sequence - known);
    const auto left = static_cast<std::size_t>(state.last - sequence);
    return std::vector<EventPtr>(first, first + static_cast<std::ptrdiff_t>(std::min(left, limit)));
  });
}

}  // namespace armillary::events
