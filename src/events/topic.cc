#include "events/topic.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <span>
#include <utility>

#include "base/assert.h"
#include "base/names.h"

namespace armillary::events {
namespace {

using tenancy::Permission;

constexpr std::string_view kField = "topics";
constexpr std::string_view kForm = "t/<tenant>/<noun>, or <noun> of the platform";
constexpr std::string_view kOfTenant = "t/";

struct Noun {
  std::string_view name;
  Permission permission;
};

constexpr std::array kTenantNouns{Noun{"deployments", Permission::DeploymentsList},
                                  Noun{"models", Permission::ModelsList},
                                  Noun{"principals", Permission::PrincipalsList},
                                  Noun{"tokens", Permission::TokensList},
                                  Noun{"quotas", Permission::QuotasGet},
                                  Noun{"audit", Permission::AuditList}};
constexpr std::array kPlatformNouns{Noun{"tenants", Permission::TenantsList},
                                    Noun{"teams", Permission::TeamsList}};

tl::unexpected<Error> NoTopic() {
  return Fail(ErrorCode::InvalidFormat, "this is no topic", std::string(kField),
              std::string(kForm));
}

template <class Nouns>
Result<Topic> Find(const Nouns& nouns, std::string_view name, std::optional<TenantName> tenant) {
  std::vector<std::string_view> known;
  for (const Noun& noun : nouns) {
    known.push_back(noun.name);
  }
  if (std::ranges::find(known, name) != known.end()) {
    return Topic{std::string(name), std::move(tenant)};
  }
  const std::string_view nearest = NearestName(name, known);
  return Fail(ErrorCode::NotOneOf,
              nearest.empty() ? "there is no such topic"
                              : fmt::format("there is no such topic; is {} meant?", nearest),
              std::string(kField), fmt::format("one of {}", fmt::join(known, ", ")));
}

}  // namespace

std::string Topic::Text() const {
  return tenant ? fmt::format("{}{}/{}", kOfTenant, tenant->value, noun) : noun;
}

Permission PermissionOf(const Topic& topic) {
  const auto nouns = topic.tenant ? std::span<const Noun>(kTenantNouns) : kPlatformNouns;
  const auto found = std::ranges::find(nouns, topic.noun, &Noun::name);
  ARM_ASSERT(found != nouns.end());
  return found->permission;
}

Result<Topic> ParseTopic(std::string_view text) {
  if (!text.starts_with(kOfTenant)) {
    return text.empty() || text.find('/') != text.npos ? NoTopic()
                                                       : Find(kPlatformNouns, text, std::nullopt);
  }
  const std::string_view rest = text.substr(kOfTenant.size());
  const std::size_t slash = rest.find('/');
  if (slash == 0 || slash == rest.npos || rest.find('/', slash + 1) != rest.npos) {
    return NoTopic();
  }
  return Find(kTenantNouns, rest.substr(slash + 1), TenantName{std::string(rest.substr(0, slash))});
}

Result<std::vector<Topic>> ParseTopics(std::string_view list, std::size_t most) {
  std::vector<Topic> topics;
  for (bool is_more = true; is_more;) {
    const std::size_t comma = std::min(list.find(','), list.size());
    ARM_TRY(Topic topic, ParseTopic(list.substr(0, comma)));
    is_more = comma < list.size();
    list.remove_prefix(is_more ? comma + 1 : comma);
    if (std::ranges::find(topics, topic) != topics.end()) {
      continue;
    }
    if (topics.size() == most) {
      return Fail(ErrorCode::OutOfRange, "these are too many topics for one stream",
                  std::string(kField), fmt::format("at most {} (events.topics)", most));
    }
    topics.push_back(std::move(topic));
  }
  return topics;
}

std::vector<Topic> AllTopics(const TenantName& tenant) {
  std::vector<Topic> topics;
  for (const Noun& noun : kTenantNouns) {
    topics.push_back({std::string(noun.name), tenant});
  }
  for (const Noun& noun : kPlatformNouns) {
    topics.push_back({std::string(noun.name)});
  }
  return topics;
}

}  // namespace armillary::events
