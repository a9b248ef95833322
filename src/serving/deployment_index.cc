#include "serving/deployment_index.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

namespace armillary::serving {
namespace {

std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t mixed = (a ^ (b + 0x9E3779B97F4A7C15ULL)) * 0xBF58476D1CE4E5B9ULL;
  return mixed ^ (mixed >> 31U);
}

std::uint64_t HashOf(std::string_view text) { return std::hash<std::string_view>{}(text); }

// Of tenant and model: a model's environments share a shard.
std::uint64_t ModelHash(std::string_view tenant, std::string_view model) {
  return Mix(HashOf(tenant), HashOf(model));
}

bool IsFor(const DeploymentKey& key, std::string_view tenant, std::string_view environment,
           std::string_view model) {
  return key.tenant.value == tenant && key.environment.value == environment &&
         key.model.value == model;
}

}  // namespace

struct DeploymentIndex::Shard {
  struct Entry {
    std::uint64_t hash;
    DeploymentPtr deployment;
  };

  // The place of a key, or where it belongs.
  std::vector<Entry>::iterator Seek(const DeploymentKey& key, std::uint64_t hash) {
    auto at = std::ranges::lower_bound(entries, hash, {}, &Entry::hash);
    while (at != entries.end() && at->hash == hash && at->deployment->key != key) {
      ++at;
    }
    return at;
  }

  void Put(DeploymentPtr deployment, std::uint64_t hash) {
    const auto at = Seek(deployment->key, hash);
    const bool is_there =
        at != entries.end() && at->hash == hash && at->deployment->key == deployment->key;
    if (!is_there) {
      entries.insert(at, Entry{.hash = hash, .deployment = std::move(deployment)});
    } else if (at->deployment->entry < deployment->entry) {
      at->deployment = std::move(deployment);
    }
  }

  std::vector<Entry> entries;  // By hash.
};

DeploymentIndex::DeploymentIndex() = default;
DeploymentIndex::~DeploymentIndex() = default;

DeploymentPtr DeploymentIndex::Find(std::string_view tenant, std::string_view environment,
                                    std::string_view model) const {
  const std::uint64_t hash = ModelHash(tenant, model);
  const auto shard = shards_[hash % kShards].With([](const auto& current) { return current; });
  if (shard == nullptr) {
    return nullptr;
  }
  const auto [first, last] =
      std::ranges::equal_range(shard->entries, hash, {}, &Shard::Entry::hash);
  const auto found = std::find_if(first, last, [&](const Shard::Entry& entry) {
    return IsFor(entry.deployment->key, tenant, environment, model);
  });
  return found == last ? nullptr : found->deployment;
}

void DeploymentIndex::Publish(DeploymentPtr deployment) {
  std::vector<DeploymentPtr> one;
  one.push_back(std::move(deployment));
  PublishAll(std::move(one));
}

void DeploymentIndex::PublishAll(std::vector<DeploymentPtr> deployments) {
  std::unordered_map<std::size_t, std::vector<std::pair<std::uint64_t, DeploymentPtr>>> by_shard;
  for (DeploymentPtr& deployment : deployments) {
    const std::uint64_t hash = ModelHash(deployment->key.tenant.value, deployment->key.model.value);
    by_shard[hash % kShards].emplace_back(hash, std::move(deployment));
  }
  for (auto& [position, news] : by_shard) {
    shards_[position].With([&](std::shared_ptr<const Shard>& current) {
      auto next =
          current == nullptr ? std::make_shared<Shard>() : std::make_shared<Shard>(*current);
      for (auto& [hash, deployment] : news) {
        next->Put(std::move(deployment), hash);
      }
      current = std::move(next);
    });
  }
}

std::vector<DeploymentPtr> DeploymentIndex::LiveOf(std::string_view tenant,
                                                   std::string_view environment) const {
  std::vector<DeploymentPtr> found;
  for (const auto& guarded : shards_) {
    const auto shard = guarded.With([](const auto& current) { return current; });
    if (shard == nullptr) {
      continue;
    }
    for (const Shard::Entry& entry : shard->entries) {
      const DeploymentKey& key = entry.deployment->key;
      if (entry.deployment->live && key.tenant.value == tenant &&
          key.environment.value == environment) {
        found.push_back(entry.deployment);
      }
    }
  }
  return found;
}

std::size_t DeploymentIndex::Size() const {
  std::size_t size = 0;
  for (const auto& guarded : shards_) {
    const auto shard = guarded.With([](const auto& current) { return current; });
    size += shard == nullptr ? 0 : shard->entries.size();
  }
  return size;
}

}  // namespace armillary::serving
