#include "tenancy/directory_feed.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/assert.h"
#include "tenancy/directory_store.h"
#include "tenancy/people_store.h"

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

Result<void> LoadPeople(PeopleStore& store, PeopleDirectory& directory, std::int64_t page,
                        std::int64_t change) {
  PersonId last;
  for (bool is_more = true; is_more;) {
    ARM_TRY(auto people, store.FindPeople(last, page));
    is_more = std::cmp_equal(people.size(), page);
    for (PersonRecord& person : people) {
      last = person.person.id;
      person.change = change;
      directory.PutPerson(std::move(person));
    }
  }
  return {};
}

Result<void> LoadSessions(PeopleStore& store, PeopleDirectory& directory, std::int64_t page,
                          std::int64_t change) {
  SessionId last;
  for (bool is_more = true; is_more;) {
    ARM_TRY(auto rows, store.FindSessions(last, page));
    is_more = std::cmp_equal(rows.size(), page);
    for (PeopleStore::SessionRow& row : rows) {
      last = row.session.id;
      directory.PutSession(MakeSessionRecord(std::move(row.session), row.hash, change));
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

Result<void> ApplyPerson(PeopleStore& store, Directory& directory,
                         const DirectoryStore::Change& change) {
  ARM_TRY(auto person, store.FindPerson({change.object}));
  if (person) {
    person->change = change.sequence;
    directory.People().PutPerson(*std::move(person));
  }
  return {};
}

Result<void> ApplySession(PeopleStore& store, Directory& directory,
                          const DirectoryStore::Change& change) {
  const SessionId id{change.object};
  ARM_TRY(auto row, store.FindSession(id));
  if (row) {
    directory.People().PutSession(
        MakeSessionRecord(std::move(row->session), row->hash, change.sequence));
  } else {
    directory.People().RemoveSession(id);
  }
  return {};
}

// Both read on one transaction.
struct Stores {
  DirectoryStore directory;
  PeopleStore people;
};

Result<void> Apply(Stores& stores, Directory& directory, const DirectoryStore::Change& change) {
  switch (change.kind) {
    case DirectoryKind::Tenant:
      return ApplyTenant(stores.directory, directory, change);
    case DirectoryKind::Token:
      return ApplyToken(stores.directory, directory, change);
    case DirectoryKind::Person:
      return ApplyPerson(stores.people, directory, change);
    case DirectoryKind::Session:
      return ApplySession(stores.people, directory, change);
  }
  return {};
}

// The number of the last change that was applied; none if the log has forgotten what came next.
Result<std::optional<std::int64_t>> ApplyChanges(Stores& stores, Directory& directory,
                                                 std::int64_t seen, std::int64_t page) {
  ARM_TRY(const std::int64_t head, stores.directory.Head());
  ARM_TRY(const auto changes, stores.directory.FindChanges(seen, page));
  if (head > seen && (changes.empty() || changes.front().sequence != seen + 1)) {
    return std::nullopt;
  }
  for (const DirectoryStore::Change& change : changes) {
    ARM_CHECK(Apply(stores, directory, change));
    seen = change.sequence;
  }
  return seen;
}

template <class Item, class Update>
Result<void> ForEach(Transaction& transaction, std::span<const Item> items, Update update) {
  for (const Item& item : items) {
    ARM_CHECK(update(transaction, item));
  }
  return {};
}

// Writes down what was collected in memory, some at a time.
template <class Item, class Update>
Result<void> InChunks(metadata::Database& database, std::span<const Item> items, std::size_t size,
                      Update update) {
  for (std::size_t done = 0; done < items.size(); done += size) {
    const auto chunk = items.subspan(done, std::min(size, items.size() - done));
    ARM_CHECK(database.Write(
        [&](Transaction& transaction) { return ForEach(transaction, chunk, update); }));
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
    PeopleStore people(transaction, scope_);
    ARM_CHECK(LoadPeople(people, directory_.People(), page, head));
    ARM_CHECK(LoadSessions(people, directory_.People(), page, head));
    directory_.People().RemoveBefore(head);
    return head;
  }));
  return {};
}

Result<void> DirectoryFeed::Step() {
  const auto page = static_cast<std::int64_t>(limits_.page);
  for (bool is_more = true; is_more;) {
    ARM_TRY(const auto applied, database_.Read([&](Transaction& transaction) {
      Stores stores{{transaction, scope_}, {transaction, scope_}};
      return ApplyChanges(stores, directory_, seen_, page);
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
  ARM_CHECK(InChunks(database_, std::span(uses), limits_.page,
                     [&](Transaction& transaction, const Directory::Use& use) {
                       return DirectoryStore(transaction, scope_).UpdateLastUse(use);
                     }));
  ARM_CHECK(ExchangeSights());
  use_recorded_ = now - std::chrono::milliseconds(1);
  return database_.Write([&](Transaction& transaction) {
    return DirectoryStore(transaction, scope_).RemoveChangesBefore(now - limits_.keep_changes);
  });
}

// A session that another process sees stays awake here, too.
Result<void> DirectoryFeed::ExchangeSights() {
  const std::vector<PeopleDirectory::Sight> sights = directory_.People().SeenSince(use_recorded_);
  ARM_CHECK(InChunks(database_, std::span(sights), limits_.page,
                     [&](Transaction& transaction, const PeopleDirectory::Sight& sight) {
                       return PeopleStore(transaction, scope_).UpdateSeen(sight);
                     }));
  ARM_TRY(const auto others, database_.Read([&](Transaction& transaction) {
    return PeopleStore(transaction, scope_)
        .FindSeenSince(use_recorded_ - limits_.sights_overlap, limits_.most_sights);
  }));
  for (const PeopleDirectory::Sight& sight : others) {
    directory_.People().See(sight);
  }
  return {};
}

Result<void> DirectoryFeed::RemoveEnded() {
  const TimePoint now = clock_.Now();
  return database_.Write([&](Transaction& transaction) -> Result<void> {
    const TimePoint before = now - limits_.keep_ended_tokens;
    const auto most = static_cast<std::int64_t>(limits_.removed_at_once);
    PeopleStore people(transaction, scope_);
    ARM_CHECK(people.RemoveLinksExpiredBefore(now - limits_.keep_expired_links, most));
    ARM_CHECK(people.RemoveSessionsEndedBefore(before, most, now));
    return DirectoryStore(transaction, scope_).RemoveTokensEndedBefore(before, most, now);
  });
}

}  // namespace armillary::tenancy
