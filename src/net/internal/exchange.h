#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "net/gate.h"
#include "net/internal/compression.h"
#include "net/internal/framing.h"
#include "net/message.h"
#include "net/route.h"

namespace armillary::net {

constexpr std::size_t kKeptBytes = 64 * 1024;  // Buffers beyond this are given back when idle.

// A share of the memory that all buffered bodies may take together. Returned when destroyed.
class Reservation {
 public:
  Reservation(std::atomic<std::size_t>& total, std::size_t limit) : total_(total), limit_(limit) {}
  ~Reservation() { Release(); }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  // False, and nothing is taken, if the limit would be passed.
  [[nodiscard]] bool Grow(std::size_t by) {
    if (total_.fetch_add(by) + by > limit_) {
      total_.fetch_sub(by);
      return false;
    }
    mine_ += by;
    return true;
  }
  void Release() {
    total_.fetch_sub(mine_);
    mine_ = 0;
  }

 private:
  std::atomic<std::size_t>& total_;
  const std::size_t limit_;
  std::size_t mine_ = 0;
};

// One request and its answer. Belongs to one thread at a time: the connection's, or the pool's.
struct Exchange {
  Exchange(std::atomic<std::size_t>& buffered, std::size_t limit) : reservation(buffered, limit) {}

  RequestHead head;
  Framing framing;
  const Route* route = nullptr;
  std::unique_ptr<Admitted> admitted;

  std::string body;            // Of an upload: the next piece.
  std::size_t body_bytes = 0;  // Received so far.
  bool body_complete = false;
  Reservation reservation;
  std::unique_ptr<Upload> upload;
  std::optional<Inflater> inflater;

  std::optional<Error> failure;  // Instead of a response.
  Response response;
  bool answered = false;
  std::string allow;              // The methods of the path, where the answer must say them.
  std::uint64_t source_left = 0;  // Bytes of the response's source that are not read.
  std::string piece;              // Of them, to be sent next.

  // Ready for the next request, with the memory of this one.
  void Reset();
};

}  // namespace armillary::net
