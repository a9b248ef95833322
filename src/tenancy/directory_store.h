#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/directory.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {

// What the log of changes can name.
enum class DirectoryKind : std::uint8_t { Tenant, Token, Person, Session };

// Appends to the log, in the transaction of the change, that processes must read the object again,
// and gives the number of the change. The last thing a closure does: from here on every other such
// change of the platform waits for this transaction, so the numbers have the order of the commits.
Result<std::int64_t> LogDirectoryChange(metadata::Transaction& transaction,
                                        const metadata::TenantScope& scope, DirectoryKind kind,
                                        const std::string& object, TimePoint now);
// The same for what is of no tenant.
Result<std::int64_t> LogDirectoryChange(metadata::Transaction& transaction,
                                        const metadata::SystemScope& scope, DirectoryKind kind,
                                        const std::string& object, TimePoint now);

// A token of `tenant` as it is kept in memory, as of `change`.
std::shared_ptr<const TokenRecord> MakeTokenRecord(const TokenStore::Found& found,
                                                   std::shared_ptr<const TenantRecord> tenant,
                                                   std::int64_t change);

// The rows that a Directory is made of, and the log of their changes. Lives as long as the
// transaction.
class DirectoryStore {
 public:
  struct Change {
    std::int64_t sequence;
    DirectoryKind kind;
    TenantId tenant;
    std::string object;
  };

  DirectoryStore(metadata::Transaction& transaction, const metadata::SystemScope& scope)
      : transaction_(transaction), scope_(scope) {}

  // The number of the last change.
  Result<std::int64_t> Head();
  // At most `limit` changes after `sequence`, in order.
  Result<std::vector<Change>> FindChanges(std::int64_t sequence, std::int64_t limit);
  Result<void> RemoveChangesBefore(TimePoint time);

  Result<std::set<EnvironmentName>> FindEnvironments();
  // At most `limit` tenants with an id greater than `after`, in order.
  Result<std::vector<TenantRecord>> FindTenants(const TenantId& after, std::int64_t limit);
  Result<std::optional<TenantRecord>> FindTenant(const TenantId& id);

  // A place in the order of tokens.
  struct TokenKey {
    TenantId tenant;
    TokenId token;
  };
  // A token, and the tenant it is of.
  struct TokenRow {
    TenantId tenant;
    TokenStore::Found found;
  };
  // At most `limit` tokens after `after`, in order.
  Result<std::vector<TokenRow>> FindTokens(const TokenKey& after, std::int64_t limit);
  Result<std::optional<TokenStore::Found>> FindToken(const TokenKey& key);
  // Removes at most `limit` tokens that were revoked or expired before `time`, and logs at `now`
  // that they have gone. As LogDirectoryChange, the last thing a closure does.
  Result<void> RemoveTokensEndedBefore(TimePoint time, std::int64_t limit, TimePoint now);

  // Keeps the later of the times.
  Result<void> UpdateLastUse(const Directory::Use& use);

 private:
  metadata::Transaction& transaction_;
  const metadata::SystemScope& scope_;
};

}  // namespace armillary::tenancy
