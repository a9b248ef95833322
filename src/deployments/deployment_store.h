#pragma once

#include <optional>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "deployments/deployment.h"
#include "metadata/database.h"

namespace armillary::deployments {

// The rows of the deployment log. Every call runs in the caller's transaction.

// Where an address points: a model by its id, in one environment.
struct LogAddress {
  ModelId model;
  EnvironmentName environment;
};

// The last entry of an address.
Result<std::optional<Entry>> FindCurrent(metadata::Transaction& transaction,
                                         const metadata::TenantScope& scope,
                                         const LogAddress& address);
Result<std::optional<Entry>> FindEntry(metadata::Transaction& transaction,
                                       const metadata::TenantScope& scope, const DeploymentId& id);

// The entry that was in force at a moment; none before the first.
Result<std::optional<Entry>> FindEntryAt(metadata::Transaction& transaction,
                                         const metadata::TenantScope& scope,
                                         const LogAddress& address, TimePoint at);

// Appends to the log and makes the entry the current one of its address. Fails with Conflict if
// the address has moved on from the entry before it.
Result<void> InsertEntry(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                         const Entry& entry);

Result<Page<Entry>> ListCurrent(metadata::Transaction& transaction,
                                const metadata::TenantScope& scope,
                                const EnvironmentName& environment, const ListRequest& request);
Result<Page<Entry>> ListHistory(metadata::Transaction& transaction,
                                const metadata::TenantScope& scope, const LogAddress& address,
                                const ListRequest& request);

// Of all tenants, for the feed: an entry and its place in the log of all.
struct PlacedEntry {
  std::int64_t position;
  Entry entry;
};

Result<std::int64_t> LastPosition(metadata::Transaction& transaction,
                                  const metadata::SystemScope& scope);
// The current entries by position, after the given one; at most `limit`.
Result<std::vector<PlacedEntry>> ListCurrentAfter(metadata::Transaction& transaction,
                                                  const metadata::SystemScope& scope,
                                                  std::int64_t position, std::int64_t limit);

}  // namespace armillary::deployments
