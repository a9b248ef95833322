#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/guarded.h"
#include "base/result.h"

namespace armillary::events {

struct StreamLimits {
  std::size_t streams = 5'000;  // Of the server.
  std::size_t streams_of_principal = 32;
  std::size_t topics = 64;  // Of one stream.
};

// Counts the streams that are open, whose they are, and keeps them within the limits. Thread-safe.
class OpenStreams {
 public:
  // One stream, for as long as it is open.
  class Slot {
   public:
    Slot(OpenStreams& streams, std::string owner);
    ~Slot();
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

   private:
    OpenStreams& streams_;
    const std::string owner_;
  };

  explicit OpenStreams(const StreamLimits& limits) : limits_(limits) {}

  // Fails with TooManyStreams. The object must outlive the slot.
  Result<std::unique_ptr<Slot>> Take(const std::string& owner);

  std::size_t Count() const;

 private:
  struct State {
    std::size_t count = 0;
    std::unordered_map<std::string, std::size_t> by_owner;
  };

  void GiveBack(const std::string& owner);

  const StreamLimits limits_;
  Guarded<State> state_;
};

}  // namespace armillary::events
