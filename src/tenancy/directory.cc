#include "tenancy/directory.h"

#include <functional>
#include <utility>

namespace armillary::tenancy {
namespace {

template <class Shards, class Key>
auto& ShardOf(Shards& shards, const Key& key) {
  return shards[std::hash<Key>{}(key) % shards.size()];
}

}  // namespace

std::shared_ptr<const TokenRecord> Directory::FindToken(const TokenId& id) const {
  return ShardOf(tokens_, id).With([&](const Tokens& tokens) {
    const auto found = tokens.find(id);
    return found == tokens.end() ? nullptr : found->second;
  });
}

std::shared_ptr<const TenantRecord> Directory::FindTenant(const TenantName& name) const {
  return ShardOf(tenants_, name).With([&](const Tenants& tenants) {
    const auto found = tenants.find(name);
    return found == tenants.end() ? nullptr : found->second.record;
  });
}

bool Directory::HasEnvironment(const EnvironmentName& name) const {
  return environments_.With([&](const auto& names) { return names.contains(name); });
}

bool Directory::TakeRequest(const TenantName& tenant, TimePoint now) {
  return ShardOf(tenants_, tenant).With([&](Tenants& tenants) {
    const auto found = tenants.find(tenant);
    return found != tenants.end() &&
           found->second.rate.Take(now, found->second.record->requests_per_second);
  });
}

void Directory::PutTenant(TenantRecord tenant, std::int64_t change) {
  auto record = std::make_shared<const TenantRecord>(std::move(tenant));
  ShardOf(tenants_, record->name).With([&](Tenants& tenants) {
    TenantEntry& entry = tenants[record->name];
    if (entry.record == nullptr || entry.change <= change) {
      entry.record = std::move(record);
      entry.change = change;
    }
  });
  ++changes_;
}

void Directory::PutToken(std::shared_ptr<const TokenRecord> token) {
  ShardOf(tokens_, token->identity.token).With([&](Tokens& tokens) {
    std::shared_ptr<const TokenRecord>& entry = tokens[token->identity.token];
    if (entry == nullptr) {
      entry = std::move(token);
    } else if (entry->change <= token->change) {
      token->last_used.store(entry->last_used.load());
      entry = std::move(token);
    }
  });
  ++changes_;
}

void Directory::RemoveToken(const TokenId& id) {
  ShardOf(tokens_, id).With([&](Tokens& tokens) { tokens.erase(id); });
  ++changes_;
}

void Directory::RemoveTokensBefore(std::int64_t change) {
  for (Guarded<Tokens>& shard : tokens_) {
    shard.With([&](Tokens& tokens) {
      std::erase_if(tokens, [&](const auto& entry) { return entry.second->change < change; });
    });
  }
  ++changes_;
}

void Directory::SetEnvironments(std::set<EnvironmentName> names) {
  environments_.With([&](auto& present) { present = std::move(names); });
  ++changes_;
}

void Directory::CollectUses(const Tokens& tokens, TimePoint since, std::vector<Use>& uses) {
  for (const auto& [id, token] : tokens) {
    const TimePoint at = FromMillis(token->last_used.load(std::memory_order_relaxed));
    if (at > since) {
      uses.push_back({token->identity.tenant->id, id, at});
    }
  }
}

std::vector<Directory::Use> Directory::UsedSince(TimePoint since) const {
  std::vector<Use> uses;
  for (const Guarded<Tokens>& shard : tokens_) {
    shard.With([&](const Tokens& tokens) { CollectUses(tokens, since, uses); });
  }
  return uses;
}

Directory::Sizes Directory::Count() const {
  Sizes sizes{};
  for (std::size_t i = 0; i < kShards; ++i) {
    sizes.tenants += tenants_[i].With([](const Tenants& tenants) { return tenants.size(); });
    sizes.tokens += tokens_[i].With([](const Tokens& tokens) { return tokens.size(); });
  }
  return sizes;
}

}  // namespace armillary::tenancy
