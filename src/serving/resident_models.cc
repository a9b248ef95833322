#include "serving/resident_models.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <future>
#include <list>
#include <semaphore>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/guarded.h"

namespace armillary::serving {
namespace {

// Deployments for which a model was verified: live and previous, in some environments.
constexpr std::size_t kMostVerified = 8;
constexpr std::size_t kMostFailures = 10'000;

struct Failure {
  Error error;
  std::chrono::nanoseconds until;
};

using Doomed = std::vector<PinnedModel>;  // Freed after the lock is let go.

// An exception here would leave others waiting for ever.
Result<LoadedModel> LoadSafely(ModelSource& source, const Deployment& deployment,
                               const DeployedVersion& version, const ReserveBytes& reserve) {
  try {
    return source.Load(deployment, version, reserve);
  } catch (const std::exception&) {
    return Fail(ErrorCode::ModelLoadFailed, "the model could not be loaded");
  }
}

}  // namespace

struct ResidentModels::Cache {
  using Recency = std::list<VersionId>;  // Used last comes first.

  struct Resident {
    PinnedModel model;
    std::vector<DeploymentPtr> verified;
    Recency::iterator place;
  };

  // Null unless the model is there and verified for `deployment`.
  PinnedModel Touch(const DeploymentPtr& deployment, const VersionId& version) {
    const auto found = residents.find(version);
    if (found == residents.end() ||
        std::ranges::find(found->second.verified, deployment) == found->second.verified.end()) {
      return nullptr;
    }
    recency.splice(recency.begin(), recency, found->second.place);
    return found->second.model;
  }

  // True if the model is there, which is now known to be verified for `deployment`.
  bool Approve(const DeploymentPtr& deployment, const VersionId& version) {
    const auto found = residents.find(version);
    if (found == residents.end()) {
      return false;
    }
    auto& verified = found->second.verified;
    if (verified.size() >= kMostVerified) {
      verified.erase(verified.begin());
    }
    verified.push_back(deployment);
    return true;
  }

  void Add(PinnedModel model, const DeploymentPtr& deployment) {
    recency.push_front(model->version);
    const VersionId version = model->version;
    residents[version] =
        Resident{.model = std::move(model), .verified = {deployment}, .place = recency.begin()};
  }

  // Sets `bytes` aside, by letting go of models that nobody uses; of none where that would not do.
  bool Reserve(std::size_t bytes, std::size_t budget, Doomed& doomed) {
    std::vector<VersionId> leaving;
    std::size_t left = used;
    for (auto at = recency.rbegin(); left + bytes > budget && at != recency.rend(); ++at) {
      const Resident& resident = residents.at(*at);
      if (resident.model.use_count() == 1) {
        left -= resident.model->bytes;
        leaving.push_back(*at);
      }
    }
    if (left + bytes > budget) {
      return false;
    }
    for (const VersionId& version : leaving) {
      Remove(version, doomed);
    }
    used = left + bytes;
    return true;
  }

  void Remove(const VersionId& version, Doomed& doomed) {
    const auto found = residents.find(version);
    doomed.push_back(std::move(found->second.model));
    recency.erase(found->second.place);
    residents.erase(found);
    ++removals;
  }

  void Remember(const VersionId& version, const Error& error, std::chrono::nanoseconds now,
                std::chrono::milliseconds memory) {
    if (failures.size() >= kMostFailures) {
      std::erase_if(failures, [&](const auto& each) { return each.second.until <= now; });
    }
    if (failures.size() < kMostFailures) {
      failures.insert_or_assign(version, Failure{.error = error, .until = now + memory});
    }
  }

  const Error* Recall(const VersionId& version, std::chrono::nanoseconds now) {
    const auto found = failures.find(version);
    if (found != failures.end() && found->second.until <= now) {
      failures.erase(found);
      return nullptr;
    }
    return found == failures.end() ? nullptr : &found->second.error;
  }

  std::unordered_map<VersionId, Resident> residents;
  Recency recency;
  std::unordered_map<VersionId, std::shared_future<Result<PinnedModel>>> loads;
  std::unordered_map<VersionId, Failure> failures;
  std::size_t used = 0;
  std::uint64_t loaded = 0;
  std::uint64_t failed = 0;
  std::uint64_t removals = 0;
};

// Models are loaded and freed outside of the lock.
struct ResidentModels::State {
  explicit State(std::size_t loads_at_once) : permits(static_cast<std::ptrdiff_t>(loads_at_once)) {}

  Guarded<Cache> cache;
  std::counting_semaphore<> permits;
};

ResidentModels::ResidentModels(ModelSource& source, const MonotonicClock& clock, Options options)
    : source_(source),
      clock_(clock),
      options_(options),
      state_(std::make_unique<State>(options.loads_at_once)) {}

ResidentModels::~ResidentModels() = default;

PinnedModel ResidentModels::TryPin(const DeploymentPtr& deployment,
                                   const DeployedVersion& version) {
  return state_->cache.With([&](Cache& cache) { return cache.Touch(deployment, version.id); });
}

Result<PinnedModel> ResidentModels::Pin(const DeploymentPtr& deployment,
                                        const DeployedVersion& version) {
  if (PinnedModel model = TryPin(deployment, version)) {
    return model;
  }
  ARM_CHECK(source_.Verify(*deployment));
  std::promise<Result<PinnedModel>> promise;
  std::shared_future<Result<PinnedModel>> others;
  ARM_TRY(PinnedModel found, state_->cache.With([&](Cache& cache) -> Result<PinnedModel> {
    if (cache.Approve(deployment, version.id)) {
      return cache.Touch(deployment, version.id);
    }
    if (const Error* failed = cache.Recall(version.id, clock_.Elapsed())) {
      return Fail(*failed);
    }
    const auto [at, is_first] = cache.loads.try_emplace(version.id);
    if (is_first) {
      at->second = promise.get_future().share();
    } else {
      others = at->second;
    }
    return PinnedModel();
  }));
  if (found != nullptr) {
    return found;
  }
  if (others.valid()) {
    return others.get();
  }
  state_->permits.acquire();
  auto outcome = Load(deployment, version);
  state_->permits.release();
  promise.set_value(outcome);
  return outcome;
}

Result<PinnedModel> ResidentModels::Load(const DeploymentPtr& deployment,
                                         const DeployedVersion& version) {
  std::size_t needed = 0;
  std::size_t reserved = 0;
  auto loaded = LoadSafely(source_, *deployment, version, [&](std::size_t bytes) -> Result<void> {
    needed = bytes;
    Doomed doomed;
    const bool has_room = state_->cache.With(
        [&](Cache& cache) { return cache.Reserve(bytes, options_.budget_bytes, doomed); });
    if (!has_room) {
      return Fail(ErrorCode::MemoryBudgetExceeded,
                  "the model needs " + std::to_string(bytes) +
                      " bytes, more than the models in use leave of the budget",
                  "serving.memory", "at most " + std::to_string(options_.budget_bytes) + " bytes");
    }
    reserved = bytes;
    return {};
  });
  return state_->cache.With([&](Cache& cache) -> Result<PinnedModel> {
    cache.loads.erase(version.id);
    if (loaded) {
      auto model = std::make_shared<LoadedModel>(*std::move(loaded));
      model->bytes = reserved;
      cache.Add(model, deployment);
      ++cache.loaded;
      return PinnedModel(std::move(model));
    }
    cache.used -= reserved;
    ++cache.failed;
    const bool may_fit_soon =
        loaded.error().code == ErrorCode::MemoryBudgetExceeded && needed <= options_.budget_bytes;
    if (!may_fit_soon) {
      cache.Remember(version.id, loaded.error(), clock_.Elapsed(), options_.failure_memory);
    }
    return Fail(std::move(loaded).error());
  });
}

ResidentModels::Figures ResidentModels::Count() const {
  return state_->cache.With([&](const Cache& cache) {
    return Figures{.models = cache.residents.size(),
                   .bytes = cache.used,
                   .budget_bytes = options_.budget_bytes,
                   .loads = cache.loaded,
                   .failures = cache.failed,
                   .removals = cache.removals};
  });
}

}  // namespace armillary::serving
