#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/random.h"
#include "base/result.h"
#include "objects/object_store.h"

namespace armillary::objects {

// Objects as files: <root>/<tenant>/<2 digits>/<digest>, being written in <root>/.incoming.
//
// One process at a time may change it.
class FolderStore : public ObjectStore {
 public:
  // What the store stands on; all must outlive it.
  struct Seams {
    FileSystem& files;
    const Clock& clock;
    Random& random;
  };

  // Makes `root` in its folder, which must exist, unless it is there.
  static Result<std::unique_ptr<FolderStore>> Open(std::filesystem::path root, Seams seams);

  Result<std::unique_ptr<ObjectWriter>> BeginPut(const TenantId& tenant) override;
  Result<std::unique_ptr<ObjectReader>> Open(const ObjectName& name,
                                             std::optional<std::uint64_t> size = {}) override;
  Result<bool> Exists(const ObjectName& name) override;
  Result<ObjectPage> List(const std::optional<TenantId>& tenant, const std::string& cursor,
                          std::size_t limit) override;
  Result<void> Remove(const ObjectName& name) override;
  Result<bool> RemoveIfStoredBefore(const ObjectName& name, TimePoint time) override;
  Result<std::size_t> RemoveUnfinished(TimePoint time, std::size_t limit) override;

 private:
  class Writer;

  FolderStore(std::filesystem::path root, Seams seams);

  std::filesystem::path PathOf(const ObjectName& name) const;
  Result<void> CheckWritable() const;
  // Closes the store for changes if `synced` failed.
  Result<void> Latch(const Result<void>& synced);
  Result<void> Place(const std::filesystem::path& incoming, const ObjectName& name);
  Result<void> SyncFoldersOf(const ObjectName& name);

  const std::filesystem::path root_;
  const Seams seams_;
  std::mutex naming_;  // Held while a file gets or loses its name, not while bytes move.
  std::atomic<bool> failed_{false};
};

}  // namespace armillary::objects
