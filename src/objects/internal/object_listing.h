#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "base/file_system.h"
#include "base/result.h"
#include "objects/object_store.h"

namespace armillary::objects {

struct ListQuery {
  std::optional<TenantId> tenant;
  std::string cursor;
  std::size_t limit;
};

// Where a list goes on: after this object.
std::string FormatCursor(const ObjectName& last);
// Fails with InvalidCursor, also for a cursor of another tenant than `tenant`.
Result<ObjectName> ParseCursor(const std::string& cursor, const std::optional<TenantId>& tenant);

// One page of the objects under `root`; files that are none are passed over.
Result<ObjectPage> ListObjects(FileSystem& files, const std::filesystem::path& root,
                               const ListQuery& query);

}  // namespace armillary::objects
