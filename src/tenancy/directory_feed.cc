#include "tenancy/directory_feed.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/assert.h"
#include "tenancy/directory_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

using Tenants = std::unordered_map<TenantId, std::shared_ptr<const TenantRecord>>;

Result<Tenants> LoadTenants(DirectoryStore& store, Directory& directory, std::int64_t page,
                            std::int64_t change) {
  Tenants tenants;
  TenantId last;
  for (bool is_more = true; is_more;) {
    ARM_TRY(auto records, store.FindTenants(last, page));
    is_more = std::cmp_equal(records.size(), page);
    for (TenantRecord& record : records) {
      last = record.id;
      directory.PutTenant(record, change);
      tenants.emplace(last, std::make_shared<const TenantRecord>(std::move(record)));
    }
  }
  return tenants;
}

Result<void> LoadTokens(DirectoryStore& store, Directory& directory, std::int64_t page,
                        std::int64_t change) {
  ARM_TRY(const Tenants tenants, LoadTenants(store, directory, page, change));
  DirectoryStore::TokenKey last;
  for (bool is_more = true; is_more;) {
    ARM_TRY(const auto rows, store.FindTokens(last, page));
    is_more = std::cmp_equal(rows.size(), page);
    for (const DirectoryStore::TokenRow& row : rows) {
      last = {row.tenant, row.found.token.id};
      const auto tenant = tenants.find(row.tenant);
      ARM_ASSERT(tenant != tenants.end());
      directory.PutToken(MakeTokenRecord(row.found, tenant->second, change));
    }
  }
  return {};
}

Result<void> ApplyTenant(DirectoryStore& store, Directory& directory,
                         const DirectoryStore::Change& change) {
  ARM_TRY(auto record, store.FindTenant(change.tenant));
  if (record) {
    directory.PutTenant(*std::move(record), change.sequence);
  }
  return {};
}

Result<void> ApplyToken(DirectoryStore& store, Directory& directory,
                        const DirectoryStore::Change& change) {
  ARM_TRY(auto tenant, store.FindTenant(change.tenant));
  if (!tenant) {
    return {};
  }
  ARM_TRY(const auto found, store.FindToken({change.tenant, {change.object}}));
  if (found) {
    directory.PutToken(MakeTokenRecord(
        *found, std::make_shared<const TenantRecord>(*std::move(tenant)), change.sequence));
  } else {
    directory.RemoveToken({change.object});
  }
  return {};
}

// The number of the last change that was applied; none if the log has forgotten what came next.
Result<std::optional<std::int64_t>> ApplyChanges(DirectoryStore& store, Directory& directory,
                                                 std::int64_t seen, std::int64_t page) {
  ARM_TRY(const std::int64_t head, store.Head());
  ARM_TRY(const auto changes, store.FindChanges(seen, page));
  if (head > seen && (changes.empty() || changes.front().sequence != seen + 1)) {
    return std::nullopt;
  }
  for (const DirectoryStore::Change& change : changes) {
    ARM_CHECK(change.kind == DirectoryKind::Tenant ? ApplyTenant(store, directory, change)
                                                   : ApplyToken(store, directory, change));
    seen = change.sequence;
  }
  return seen;
}

Result<void> UpdateUses(DirectoryStore& store, std::span<const Directory::Use> uses) {
  for (const Directory::Use& use : uses) {
    ARM_CHECK(store.UpdateLastUse(use));
  }
  return {};
}

}  // namespace

DirectoryFeed::DirectoryFeed(metadata::Database& database, metadata::SystemScope scope,
                             Directory& directory, const Clock& clock)
    : DirectoryFeed(database, scope, directory, clock, Limits{}) {}

DirectoryFeed::DirectoryFeed(metadata::Database& database, metadata::SystemScope scope,
                             Directory& directory, const Clock& clock, Limits limits)
    : database_(database),
      scope_(scope),
      directory_(directory),
      clock_(clock),
      limits_(limits),
      use_recorded_(clock.Now()) {}

Result<void> DirectoryFeed::Load() {
  const auto page = static_cast<std::int64_t>(limits_.page);
  ARM_TRY(seen_, database_.Read([&](Transaction& transaction) -> Result<std::int64_t> {
    DirectoryStore store(transaction, scope_);
    ARM_TRY(const std::int64_t head, store.Head());
    ARM_TRY(auto environments, store.FindEnvironments());
    directory_.SetEnvironments(std::move(environments));
    ARM_CHECK(LoadTokens(store, directory_, page, head));
    directory_.RemoveTokensBefore(head);
    return head;
  }));
  return {};
}

Result<void> DirectoryFeed::Step() {
  const auto page = static_cast<std::int64_t>(limits_.page);
  for (bool is_more = true; is_more;) {
    ARM_TRY(const auto applied, database_.Read([&](Transaction& transaction) {
      DirectoryStore store(transaction, scope_);
      return ApplyChanges(store, directory_, seen_, page);
    }));
    if (!applied) {
      return Load();
    }
    is_more = *applied - seen_ >= page;
    seen_ = *applied;
  }
  return {};
}

Result<void> DirectoryFeed::RecordUse() {
  const TimePoint now = clock_.Now();
  const std::vector<Directory::Use> uses = directory_.UsedSince(use_recorded_);
  for (std::size_t done = 0; done < uses.size(); done += limits_.page) {
    const auto chunk = std::span(uses).subspan(done, std::min(limits_.page, uses.size() - done));
    ARM_CHECK(database_.Write([&](Transaction& transaction) {
      DirectoryStore store(transaction, scope_);
      return UpdateUses(store, chunk);
    }));
  }
  use_recorded_ = now - std::chrono::milliseconds(1);
  return database_.Write([&](Transaction& transaction) {
    return DirectoryStore(transaction, scope_).RemoveChangesBefore(now - limits_.keep_changes);
  });
}

Result<void> DirectoryFeed::RemoveEnded() {
  const TimePoint now = clock_.Now();
  return database_.Write([&](Transaction& transaction) {
    return DirectoryStore(transaction, scope_)
        .RemoveTokensEndedBefore(now - limits_.keep_ended_tokens,
                                 static_cast<std::int64_t>(limits_.removed_at_once), now);
  });
}

}  // namespace armillary::tenancy
