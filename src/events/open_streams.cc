#include "events/open_streams.h"

#include <fmt/format.h>
#include <utility>

namespace armillary::events {

OpenStreams::Slot::Slot(OpenStreams& streams, std::string owner)
    : streams_(streams), owner_(std::move(owner)) {}

OpenStreams::Slot::~Slot() { streams_.GiveBack(owner_); }

Result<std::unique_ptr<OpenStreams::Slot>> OpenStreams::Take(const std::string& owner) {
  const std::string broken = state_.With([&](State& state) -> std::string {
    const auto own = state.by_owner.find(owner);
    if (own != state.by_owner.end() && own->second >= limits_.streams_of_principal) {
      return fmt::format("at most {} of one principal (events.streams_per_principal)",
                         limits_.streams_of_principal);
    }
    if (state.count >= limits_.streams) {
      return fmt::format("at most {} of one server (events.streams)", limits_.streams);
    }
    ++state.count;
    ++state.by_owner[owner];
    return {};
  });
  if (!broken.empty()) {
    return Fail(ErrorCode::TooManyStreams, "too many live streams are open", "", broken);
  }
  return std::make_unique<Slot>(*this, owner);
}

void OpenStreams::GiveBack(const std::string& owner) {
  state_.With([&](State& state) {
    --state.count;
    const auto own = state.by_owner.find(owner);
    if (--own->second == 0) {
      state.by_owner.erase(own);
    }
  });
}

std::size_t OpenStreams::Count() const {
  return state_.With([](const State& state) { return state.count; });
}

}  // namespace armillary::events
