#pragma once

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "objects/object_store.h"

namespace armillary::objects {

struct CopyTotals {
  std::uint64_t objects = 0;
  std::uint64_t bytes = 0;
  std::uint64_t corrupt = 0;  // Left out: unreadable, or their bytes do not have their digest.

  bool operator==(const CopyTotals&) const = default;
};

// Hears of each object after it was copied; false stops the copy.
using CopyProgress = std::function<bool(const ListedObject& copied, const CopyTotals& so_far)>;

// Copies every object of every tenant that `to` does not have, hashing each on its way. What is
// stored or removed in `from` meanwhile may or may not be copied.
//
// Fails with Cancelled when told to stop; what was copied until then stays and is whole.
Result<CopyTotals> CopyAll(ObjectStore& from, ObjectStore& to, const CopyProgress& progress = {});

}  // namespace armillary::objects
