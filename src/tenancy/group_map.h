#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/guarded.h"
#include "base/id.h"
#include "base/result.h"
#include "tenancy/role.h"

namespace armillary::tenancy {

// What somebody is to be in one tenant.
struct Place {
  TenantName tenant;
  Role role;

  bool operator==(const Place&) const = default;
};

inline constexpr std::size_t kMostGroupRules = 10'000;
inline constexpr std::size_t kMostGroups = 1'000;  // Of one person.

// Which group at the provider is what here. Immutable.
class GroupMap {
 public:
  // TOML: entries [[group]] with name, tenant and role. Fails with ConfigInvalidValue on
  // identity.groups, naming the line or the entry. The role operator is of the house alone.
  static Result<GroupMap> Parse(std::string_view toml);

  // One for each tenant, by its name; of several rules for one tenant the first decides.
  std::vector<Place> PlacesOf(const std::vector<std::string>& groups) const;

  std::size_t Size() const { return rules_.size(); }

 private:
  struct Rule {
    std::string group;
    Place place;
  };
  std::vector<Rule> rules_;
};

// The file that the map is kept in. Thread-safe.
class GroupMapFile {
 public:
  // `files` must outlive this. Nothing is read yet: the map is empty.
  GroupMapFile(FileSystem& files, std::filesystem::path path);

  std::shared_ptr<const GroupMap> Current() const;

  // Reads the file if it has changed, and stayed the same since the step before: half a file may be
  // a map, too, and what people lose by it does not come back. Fails as Parse, or with
  // ConfigInvalidValue where it cannot be read; the map stays as it was then.
  Result<void> Step();

 private:
  struct Version {
    std::shared_ptr<const GroupMap> map = std::make_shared<const GroupMap>();
    std::optional<FileStatus> status = {};    // None: not read yet.
    std::optional<FileStatus> settling = {};  // Of the last step, where it was another.
  };

  FileSystem& files_;
  const std::filesystem::path path_;
  Guarded<Version> version_;
};

}  // namespace armillary::tenancy
