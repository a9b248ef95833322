#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "base/guarded.h"
#include "net/message.h"

namespace armillary::net {

// What a test says, to everybody who listens, from the beginning. Thread-safe.
class ToldStream {
 public:
  // Follows this, which must outlive it.
  std::unique_ptr<StreamSource> Listen();

  void Say(std::string_view text);
  // To each listener once it has heard all.
  void End() { ended_ = true; }

  int Listeners() const { return listeners_; }
  // Bytes that listeners were given.
  std::size_t Given() const { return given_; }

 private:
  class Listener;

  Guarded<std::string> said_;
  std::atomic<bool> ended_{false};
  std::atomic<int> listeners_{0};
  std::atomic<std::size_t> given_{0};
};

}  // namespace armillary::net
