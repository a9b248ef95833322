#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/guarded.h"
#include "base/id.h"
#include "tenancy/identity.h"
#include "tenancy/people_directory.h"
#include "tenancy/request_rate.h"

namespace armillary::tenancy {

// A token as it is kept in memory.
struct TokenRecord {
  Identity identity;
  Digest hash;  // The keyed hash of its secret.
  bool revoked = false;
  std::int64_t change = 0;  // The place of this state in the log of changes.
  // Milliseconds of the last use seen by this process, 0 for none; for the coarse record of use.
  mutable std::atomic<std::int64_t> last_used{0};
};

// The tenants, environments, tokens and people of the platform, in memory, so that a request needs
// no statement and, for each look-up, one lock that nobody else waits for. Thread-safe.
//
// What it holds is a copy: DirectoryFeed fills it and follows what other processes change; a
// service puts its own change right after the commit. Of two states of the same thing the one with
// the later change stays, in whatever order they come.
class Directory {
 public:
  // None if there is no such thing.
  std::shared_ptr<const TokenRecord> FindToken(const TokenId& id) const;
  std::shared_ptr<const TenantRecord> FindTenant(const TenantName& name) const;
  bool HasEnvironment(const EnvironmentName& name) const;

  PeopleDirectory& People() { return people_; }
  const PeopleDirectory& People() const { return people_; }

  // Counts one request of the tenant at `now` if its `requests_per_second` allow it, and says
  // whether they did. Each process counts what it gets.
  bool TakeRequest(const TenantName& tenant, TimePoint now);

  void PutTenant(TenantRecord tenant, std::int64_t change);
  void PutToken(std::shared_ptr<const TokenRecord> token);
  // For a token that no service changes any more.
  void RemoveToken(const TokenId& id);
  // Removes the tokens whose state is older than `change`: after all that there are were put as of
  // `change`, those that are gone.
  void RemoveTokensBefore(std::int64_t change);
  void SetEnvironments(std::set<EnvironmentName> names);

  // Grows when something of all this is put or removed: as long as it has not, nobody's rights have
  // changed but by the passing of time.
  std::uint64_t Changes() const { return changes_.load() + people_.Changes(); }

  // A token, the tenant it is of, and when it was used last.
  struct Use {
    TenantId tenant;
    TokenId token;
    TimePoint at;
  };
  // The tokens that were used after `since`.
  std::vector<Use> UsedSince(TimePoint since) const;

  struct Sizes {
    std::size_t tenants;
    std::size_t tokens;
  };
  Sizes Count() const;

 private:
  struct TenantEntry {
    std::shared_ptr<const TenantRecord> record;
    std::int64_t change;
    RequestRate rate;
  };
  using Tenants = std::unordered_map<TenantName, TenantEntry>;
  using Tokens = std::unordered_map<TokenId, std::shared_ptr<const TokenRecord>>;
  static constexpr std::size_t kShards = 256;

  static void CollectUses(const Tokens& tokens, TimePoint since, std::vector<Use>& uses);

  std::array<Guarded<Tenants>, kShards> tenants_;
  std::array<Guarded<Tokens>, kShards> tokens_;
  Guarded<std::set<EnvironmentName>> environments_;
  PeopleDirectory people_;
  std::atomic<std::uint64_t> changes_{0};
};

}  // namespace armillary::tenancy
