#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/random.h"

namespace armillary::net {

// Ids in the form of NewId, at a tenth of its cost: drawn at random once, counted up from there.
// For one thread.
class RequestIds {
 public:
  // `clock` must outlive the ids.
  RequestIds(const Clock& clock, Random& random);

  // Replaces `id`, reusing its memory.
  void Next(std::string& id);

 private:
  const Clock& clock_;
  std::uint64_t high_ = 0;  // 40 bits.
  std::uint64_t low_ = 0;   // 40 bits, counted.
};

}  // namespace armillary::net
