#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "metadata/database.h"

namespace armillary::metadata {

// What a change tells the platform beside what it changes: enough to know what to read again, and
// nothing that whoever may read the topic's list may not see.
struct OutboxEntry {
  std::string topic;                            // The noun: "deployments".
  std::string kind;                             // What was done: "deployments.create".
  std::string object;                           // Its id.
  std::optional<std::string> object_name = {};  // What people call it.
  std::optional<std::string> environment = {};  // Where it is in one only.
  std::int64_t revision = 0;                    // Of the object, after the change.
  std::optional<std::string> owner = {};        // The principal that it belongs to.

  bool operator==(const OutboxEntry&) const = default;
};

// An entry on its way out: its number, and whose it is.
struct OutboxEvent {
  std::int64_t sequence = 0;
  TenantId tenant = {};
  TimePoint at = {};
  OutboxEntry entry = {};

  bool operator==(const OutboxEvent&) const = default;
};

// Appends `entries` in the transaction of the change. They are numbered without gaps, across all
// tenants, in the order of the commits: from here on every other change that publishes waits for
// this transaction, so it is among the last things that a closure does.
Result<void> Publish(Transaction& transaction, const TenantScope& scope,
                     std::span<const OutboxEntry> entries, TimePoint now);

// The number of the last entry, 0 before the first.
Result<std::int64_t> LastPublished(Transaction& transaction, const SystemScope& scope);

// Of all tenants: at most `limit` after the number `after`, in order. Less than all if the oldest
// of them were forgotten.
Result<std::vector<OutboxEvent>> FindPublished(Transaction& transaction, const SystemScope& scope,
                                               std::int64_t after, std::int64_t limit);

// Removes all but the last `kept`, at most `most` at once, and says how many.
Result<std::int64_t> ForgetPublished(Transaction& transaction, const SystemScope& scope,
                                     std::int64_t kept, std::int64_t most);

}  // namespace armillary::metadata
