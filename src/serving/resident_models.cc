#include "serving/resident_models.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace armillary::serving {
namespace {

// Deployments for which a model was verified: live and previous, in some environments.
constexpr std::size_t kMostVerified = 8;
constexpr std::size_t kMostFailures = 10'000;

struct Failure {
  Error error;
  TimePoint until;
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

// All of it behind one mutex; models are loaded and freed outside of it.
struct ResidentModels::State {
  using Recency = std::list<VersionId>;  // Used last comes first.

  struct Resident {
    PinnedModel model;
    std::vector<DeploymentPtr> verified;
    Recency::iterator place;
  };

  struct Loading {
    std::optional<Result<PinnedModel>> outcome;
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

  // Sets `bytes` aside, by letting go of models that nobody uses.
  bool Reserve(std::size_t bytes, std::size_t budget, Doomed& doomed) {
    auto at = recency.end();
    while (used + bytes > budget && at != recency.begin()) {
      --at;
      const auto found = residents.find(*at);
      if (found->second.model.use_count() > 1) {
        continue;
      }
      used -= found->second.model->bytes;
      doomed.push_back(std::move(found->second.model));
      residents.erase(found);
      at = recency.erase(at);
    }
    if (used + bytes > budget) {
      return false;
    }
    used += bytes;
    return true;
  }

  void Remember(const VersionId& version, const Failure& failure, TimePoint now) {
    if (failures.size() >= kMostFailures) {
      std::erase_if(failures, [&](const auto& each) { return each.second.until <= now; });
    }
    if (failures.size() < kMostFailures) {
      failures.insert_or_assign(version, failure);
    }
  }

  const Error* Recall(const VersionId& version, TimePoint now) {
    const auto found = failures.find(version);
    if (found != failures.end() && found->second.until <= now) {
      failures.erase(found);
      return nullptr;
    }
    return found == failures.end() ? nullptr : &found->second.error;
  }

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::unordered_map<VersionId, Resident> residents;
  Recency recency;
  std::unordered_map<VersionId, std::shared_ptr<Loading>> loads;
  std::unordered_map<VersionId, Failure> failures;
  std::size_t loading = 0;
  std::size_t used = 0;
};

ResidentModels::ResidentModels(ModelSource& source, const Clock& clock, Options options)
    : source_(source), clock_(clock), options_(options), state_(std::make_unique<State>()) {}

ResidentModels::~ResidentModels() = default;

PinnedModel ResidentModels::TryPin(const DeploymentPtr& deployment,
                                   const DeployedVersion& version) {
  const std::scoped_lock lock(state_->mutex);
  return state_->Touch(deployment, version.id);
}

Result<PinnedModel> ResidentModels::Pin(const DeploymentPtr& deployment,
                                        const DeployedVersion& version) {
  if (PinnedModel model = TryPin(deployment, version)) {
    return model;
  }
  ARM_CHECK(source_.Verify(*deployment));
  std::shared_ptr<State::Loading> load;
  {
    std::unique_lock lock(state_->mutex);
    if (state_->Approve(deployment, version.id)) {
      return state_->Touch(deployment, version.id);
    }
    if (const Error* failed = state_->Recall(version.id, clock_.Now())) {
      return Fail(*failed);
    }
    const auto [at, is_first] = state_->loads.try_emplace(version.id);
    if (!is_first) {
      const auto waited = at->second;
      state_->changed.wait(lock, [&] { return waited->outcome.has_value(); });
      return *waited->outcome;
    }
    load = at->second = std::make_shared<State::Loading>();
    state_->changed.wait(lock, [&] { return state_->loading < options_.loads_at_once; });
    ++state_->loading;
  }
  auto outcome = Load(deployment, version);
  {
    const std::scoped_lock lock(state_->mutex);
    --state_->loading;
    state_->loads.erase(version.id);
    load->outcome = outcome;
  }
  state_->changed.notify_all();
  return outcome;
}

Result<PinnedModel> ResidentModels::Load(const DeploymentPtr& deployment,
                                         const DeployedVersion& version) {
  std::size_t reserved = 0;
  auto loaded = LoadSafely(source_, *deployment, version, [&](std::size_t bytes) -> Result<void> {
    Doomed doomed;
    const std::scoped_lock lock(state_->mutex);
    if (!state_->Reserve(bytes, options_.budget_bytes, doomed)) {
      return Fail(ErrorCode::MemoryBudgetExceeded,
                  "the model needs " + std::to_string(bytes) +
                      " bytes, more than the models in use leave of the budget",
                  "serving.memory", "at most " + std::to_string(options_.budget_bytes) + " bytes");
    }
    reserved = bytes;
    return {};
  });
  const std::scoped_lock lock(state_->mutex);
  if (loaded) {
    auto model = std::make_shared<LoadedModel>(*std::move(loaded));
    model->bytes = reserved;
    state_->Add(model, deployment);
    return PinnedModel(std::move(model));
  }
  state_->used -= reserved;
  if (loaded.error().code != ErrorCode::MemoryBudgetExceeded) {
    const TimePoint now = clock_.Now();
    state_->Remember(version.id,
                     Failure{.error = loaded.error(), .until = now + options_.failure_memory}, now);
  }
  return Fail(std::move(loaded).error());
}

std::size_t ResidentModels::BytesInUse() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->used;
}

std::size_t ResidentModels::Count() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->residents.size();
}

}  // namespace armillary::serving
