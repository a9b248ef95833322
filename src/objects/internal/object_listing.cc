#include "objects/internal/object_listing.h"

#include <algorithm>
#include <utility>

#include "objects/internal/tenant_folder.h"

namespace armillary::objects {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFolderPage = 1024;

bool IsShard(std::string_view name) {
  return name.size() == 2 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Walks tenants, shards and files in their order, from the cursor on, until it has enough.
class Walk {
 public:
  Walk(FileSystem& files, const fs::path& root, std::optional<ObjectName> after, std::size_t enough)
      : files_(files), root_(root), after_(std::move(after)), enough_(enough) {}

  Result<void> Everything() {
    if (after_) {
      ARM_CHECK(Tenant(after_->tenant));
    }
    return ForEachName(root_, after_ ? after_->tenant.value : "", [&](const std::string& name) {
      const TenantId tenant{name};
      return CheckTenant(tenant) ? Tenant(tenant) : Result<void>();
    });
  }

  Result<void> Tenant(const TenantId& tenant) {
    const fs::path folder = root_ / tenant.value;
    const bool resumes = after_ && after_->tenant == tenant;
    const std::string digits = resumes ? after_->digest.ToHex() : "";
    if (resumes) {
      ARM_CHECK(Shard(tenant, digits.substr(0, 2), digits));
    }
    return ForEachName(folder, digits.substr(0, 2), [&](const std::string& name) {
      return IsShard(name) ? Shard(tenant, name, "") : Result<void>();
    });
  }

  std::vector<ListedObject> Take() && { return std::move(found_); }

 private:
  bool Enough() const { return found_.size() >= enough_; }

  Result<void> Shard(const TenantId& tenant, const std::string& shard, const std::string& after) {
    const fs::path folder = root_ / tenant.value / shard;
    return ForEachName(folder, after, [&](const std::string& name) -> Result<void> {
      const auto digest = Digest::FromHex(name);
      if (!digest || digest->ToHex() != name || !name.starts_with(shard)) {
        return {};
      }
      return Object({.tenant = tenant, .digest = *digest}, folder / name);
    });
  }

  Result<void> Object(const ObjectName& name, const fs::path& path) {
    ARM_TRY(const auto status, files_.Status(path));
    if (status && status->kind == FileKind::File) {
      found_.push_back({.name = name, .size = status->size, .stored_at = status->modified});
    }
    return {};
  }

  // A folder that has gone meanwhile is an empty one.
  template <class Visit>
  Result<void> ForEachName(const fs::path& folder, std::string after, Visit visit) {
    while (!Enough()) {
      auto names = files_.List(folder, after, kFolderPage);
      if (!names && names.error().code == ErrorCode::NotFound) {
        return {};
      }
      ARM_CHECK(names);
      for (auto name = names->begin(); name != names->end() && !Enough(); ++name) {
        ARM_CHECK(visit(*name));
      }
      if (names->size() < kFolderPage) {
        return {};
      }
      after = names->back();
    }
    return {};
  }

  FileSystem& files_;
  const fs::path& root_;
  const std::optional<ObjectName> after_;
  const std::size_t enough_;
  std::vector<ListedObject> found_;
};

}  // namespace

std::string FormatCursor(const ObjectName& last) {
  return last.tenant.value + "/" + last.digest.ToHex();
}

Result<ObjectName> ParseCursor(const std::string& cursor, const std::optional<TenantId>& tenant) {
  const std::size_t slash = std::min(cursor.find('/'), cursor.size());
  const TenantId of{cursor.substr(0, slash)};
  const auto digest =
      Digest::FromHex(std::string_view(cursor).substr(slash).substr(slash < cursor.size() ? 1 : 0));
  if (!digest || !CheckTenant(of) || (tenant && *tenant != of)) {
    return Fail(ErrorCode::InvalidCursor, "the cursor is not from this list", "cursor");
  }
  return ObjectName{.tenant = of, .digest = *digest};
}

Result<ObjectPage> ListObjects(FileSystem& files, const fs::path& root, const ListQuery& query) {
  std::optional<ObjectName> after;
  if (!query.cursor.empty()) {
    ARM_TRY(after, ParseCursor(query.cursor, query.tenant));
  }
  // One more than asked for, to know whether there is a next page.
  Walk walk(files, root, std::move(after), query.limit + 1);
  if (query.tenant) {
    ARM_CHECK(CheckTenant(*query.tenant));
    ARM_CHECK(walk.Tenant(*query.tenant));
  } else {
    ARM_CHECK(walk.Everything());
  }
  ObjectPage page{.objects = std::move(walk).Take(), .next = {}};
  if (page.objects.size() > query.limit) {
    page.objects.pop_back();
    page.next = page.objects.empty() ? query.cursor : FormatCursor(page.objects.back().name);
  }
  return page;
}

}  // namespace armillary::objects
