#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "tenancy/access.h"
#include "tenancy/role.h"

namespace armillary::events {

// What one can be told of: the changes of one noun of one tenant, `t/<tenant>/<noun>`, or of a noun
// of the platform, `<noun>`. authz.yaml lists them all.
struct Topic {
  std::string noun;
  std::optional<TenantName> tenant = {};  // None: of the platform.

  std::string Text() const;
  // Where the permission is asked for.
  tenancy::Address Place() const { return {.tenant = tenant}; }

  bool operator==(const Topic&) const = default;
};

// What whoever is told of it may read, in the place of the topic.
tenancy::Permission PermissionOf(const Topic& topic);

// Fails with InvalidFormat for what is no topic, or with NotOneOf for a noun that nobody is told
// of.
Result<Topic> ParseTopic(std::string_view text);

// Separated by commas, each once. Fails as ParseTopic, or with OutOfRange beyond `most`.
Result<std::vector<Topic>> ParseTopics(std::string_view list, std::size_t most);

// Every topic of the tenant, and those of the platform.
std::vector<Topic> AllTopics(const TenantName& tenant);

}  // namespace armillary::events
