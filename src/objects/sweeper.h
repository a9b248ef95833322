#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "objects/object_store.h"

namespace armillary::objects {

// Who knows which objects are still named by a row: implemented by those who own the rows.
class ObjectReferences {
 public:
  virtual ~ObjectReferences() = default;

  // One answer for each name, in their order.
  virtual Result<std::vector<bool>> AreReferenced(std::span<const ObjectName> names) = 0;
};

// Removes objects that no row names, once they are older than a grace period.
//
// The grace period must be longer than the longest upload and the transaction after it: what was
// committed within it is never removed. Not thread-safe.
class Sweeper {
 public:
  struct Limits {
    std::chrono::milliseconds grace;
    std::size_t page = 1000;
  };

  struct Swept {
    std::size_t examined = 0;
    std::size_t removed = 0;
    std::uint64_t removed_bytes = 0;
    bool finished = false;  // This step was the last of a round; the next one starts over.
  };

  // All must outlive the sweeper.
  Sweeper(ObjectStore& store, ObjectReferences& references, const Clock& clock, Limits limits);

  // Sweeps one page. After a failure the next step tries the same page again.
  Result<Swept> Step();

 private:
  Result<void> RemoveOrphans(std::span<const ListedObject> objects, TimePoint cutoff, Swept& swept);
  Result<void> RemoveOne(const ListedObject& orphan, TimePoint cutoff, Swept& swept);

  ObjectStore& store_;
  ObjectReferences& references_;
  const Clock& clock_;
  const Limits limits_;
  std::string cursor_;
};

}  // namespace armillary::objects
