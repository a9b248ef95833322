#include "tenancy/group_map.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <toml++/toml.h>
#include <utility>

#include "base/encoding.h"
#include "base/names.h"
#include "tenancy/identity.h"
#include "tenancy/policy.h"

namespace armillary::tenancy {
namespace {

constexpr std::string_view kKey = "identity.groups";
constexpr std::size_t kMostFile = std::size_t{4} << 20;
constexpr std::size_t kMostGroupName = 256;

tl::unexpected<Error> RefuseMap(std::string why) {
  return Fail(ErrorCode::ConfigInvalidValue, std::string(kKey) + ": " + std::move(why),
              std::string(kKey), "[[group]] entries with name, tenant and role");
}

// The text of a member, 1 to `most` bytes.
std::optional<std::string> TextIn(const toml::table& entry, std::string_view name) {
  const auto text = entry[name].value<std::string>();
  const bool is_fit = text && !text->empty() && text->size() <= kMostGroupName;
  return is_fit ? text : std::nullopt;
}

Result<Place> PlaceIn(const toml::table& entry, std::size_t number) {
  const auto tenant = TextIn(entry, "tenant");
  if (!tenant || !CheckSlug(*tenant, "tenant")) {
    return RefuseMap(fmt::format("group {} names no tenant", number));
  }
  const auto role = RoleFromName(TextIn(entry, "role").value_or(""));
  if (!role) {
    return RefuseMap(fmt::format("group {} names no role", number));
  }
  if (GivenInHouseOnly(*role) && *tenant != kHouse) {
    return RefuseMap(
        fmt::format("group {}: the role {} is given in {} only", number, NameOf(*role), kHouse));
  }
  return Place{.tenant = {*tenant}, .role = *role};
}

Result<void> CheckMembers(const toml::table& table, const std::set<std::string_view>& known,
                          std::string_view where) {
  for (const auto& [key, node] : table) {
    if (!known.contains(key.str())) {
      return RefuseMap(fmt::format("{} has the unknown key {}", where, key.str()));
    }
  }
  return {};
}

Result<toml::table> ParseToml(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return RefuseMap(
        fmt::format("line {} cannot be read: {}", error.source().begin.line, error.description()));
  }
}

bool IsSame(const FileStatus& left, const FileStatus& right) {
  return left.modified == right.modified && left.size == right.size;
}

Result<FileStatus> StatusOf(FileSystem& files, const std::filesystem::path& path) {
  const auto status = files.Status(path);
  if (!status || !*status || (*status)->kind != FileKind::File) {
    return RefuseMap("there is no such file, or it may not be read");
  }
  return **status;
}

Result<GroupMap> ReadMap(FileSystem& files, const std::filesystem::path& path) {
  const auto bytes = ReadWholeFile(files, path, kMostFile);
  if (!bytes) {
    return RefuseMap(bytes.error().message);
  }
  return GroupMap::Parse(AsText(*bytes));
}

}  // namespace

Result<GroupMap> GroupMap::Parse(std::string_view text) {
  ARM_TRY(const toml::table table, ParseToml(text));
  ARM_CHECK(CheckMembers(table, {"group"}, "the file"));
  GroupMap map;
  const auto* const entries = table["group"].as_array();
  if (table.contains("group") && entries == nullptr) {
    return RefuseMap("`group` is no list of entries");
  }
  for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
    const auto* const entry = entries->get(i)->as_table();
    if (entry == nullptr || map.rules_.size() == kMostGroupRules) {
      return RefuseMap(
          fmt::format("group {} is no entry, or one of more than {}", i + 1, kMostGroupRules));
    }
    ARM_CHECK(CheckMembers(*entry, {"name", "tenant", "role"}, fmt::format("group {}", i + 1)));
    auto name = TextIn(*entry, "name");
    if (!name) {
      return RefuseMap(fmt::format("group {} has no name of 1 to 256 bytes", i + 1));
    }
    ARM_TRY(Place place, PlaceIn(*entry, i + 1));
    map.rules_.push_back({*std::move(name), std::move(place)});
  }
  return map;
}

std::vector<Place> GroupMap::PlacesOf(const std::vector<std::string>& groups) const {
  const std::set<std::string_view> of_person(groups.begin(), groups.end());
  std::map<std::string, Role> found;
  for (const Rule& rule : rules_) {
    if (of_person.contains(rule.group)) {
      found.emplace(rule.place.tenant.value, rule.place.role);
    }
  }
  std::vector<Place> places;
  places.reserve(found.size());
  for (const auto& [tenant, role] : found) {
    places.push_back({{tenant}, role});
  }
  return places;
}

GroupMapFile::GroupMapFile(FileSystem& files, std::filesystem::path path)
    : files_(files), path_(std::move(path)) {}

std::shared_ptr<const GroupMap> GroupMapFile::Current() const {
  return version_.With([](const Version& version) { return version.map; });
}

Result<void> GroupMapFile::Step() {
  ARM_TRY(const FileStatus status, StatusOf(files_, path_));
  const bool is_ready = version_.With([&](Version& version) {
    if (version.status && IsSame(*version.status, status)) {
      return false;
    }
    const bool is_settled =
        !version.status || (version.settling && IsSame(*version.settling, status));
    version.settling = status;
    return is_settled;
  });
  if (!is_ready) {
    return {};
  }
  ARM_TRY(GroupMap map, ReadMap(files_, path_));
  auto shared = std::make_shared<const GroupMap>(std::move(map));
  version_.With([&](Version& version) { version = {.map = std::move(shared), .status = status}; });
  return {};
}

}  // namespace armillary::tenancy
