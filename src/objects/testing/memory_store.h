#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/guarded.h"
#include "objects/object_store.h"

namespace armillary::objects {

// Objects that last as long as the store; keeps each promise of ObjectStore but survival.
class MemoryStore : public ObjectStore {
 public:
  // `clock` must outlive it.
  explicit MemoryStore(const Clock& clock) : clock_(clock) {}

  Result<std::unique_ptr<ObjectWriter>> BeginPut(const TenantId& tenant) override;
  Result<std::unique_ptr<ObjectReader>> Open(const ObjectName& name,
                                             std::optional<std::uint64_t> size = {}) override;
  Result<bool> Exists(const ObjectName& name) override;
  Result<ObjectPage> List(const std::optional<TenantId>& tenant, const std::string& cursor,
                          std::size_t limit) override;
  Result<void> Remove(const ObjectName& name) override;
  Result<bool> RemoveIfStoredBefore(const ObjectName& name, TimePoint time) override;
  Result<std::size_t> RemoveUnfinished(TimePoint time, std::size_t limit) override;

  // Puts other bytes where an object is, as a bad disk would.
  void Corrupt(const ObjectName& name, std::vector<std::byte> bytes);
  // What changes fail with from now on; none mends it.
  void FailChanges(std::optional<ErrorCode> code);

 private:
  class Writer;
  using Bytes = std::shared_ptr<const std::vector<std::byte>>;

  struct Stored {
    Bytes bytes;
    TimePoint stored_at;
  };
  struct State {
    std::map<ObjectName, Stored> objects;
    std::optional<ErrorCode> broken;
  };

  Result<void> CheckWritable() const;

  const Clock& clock_;
  Guarded<State> state_;
};

}  // namespace armillary::objects
