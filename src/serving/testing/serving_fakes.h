#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "inference/evaluator.h"
#include "serving/resident_models.h"

namespace armillary::serving {

inline DeployedVersion VersionNamed(const std::string& id, std::int64_t number) {
  return {.number = number, .id = {id}, .digest = Sha256(id), .size_bytes = 100};
}

// The first deployment of a model of acme in research.
inline DeploymentPtr DeploymentOf(const std::string& model, const std::string& version,
                                  std::int64_t number = 1) {
  Deployment deployment;
  deployment.key = {.tenant = {"acme"}, .environment = {"research"}, .model = {model}};
  deployment.model = {"id-of-" + model};
  deployment.entry = number;
  deployment.live = VersionNamed(version, number);
  return std::make_shared<const Deployment>(std::move(deployment));
}

// Answers nothing; it is only there.
class IdleEvaluator : public inference::Evaluator {
 public:
  std::span<const inference::TensorSpec> Inputs() const override { return {}; }
  std::span<const inference::TensorSpec> Outputs() const override { return {}; }
  Result<std::vector<inference::Tensor>> Run(std::span<const inference::Tensor>,
                                             std::span<const std::size_t>,
                                             std::chrono::milliseconds) const override {
    return std::vector<inference::Tensor>{};
  }
  std::size_t MemoryBytes() const override { return 0; }
};

// Gives models of a set size, and counts; can be made to fail, or to wait until it is let go on.
class FakeSource : public ModelSource {
 public:
  Result<void> Verify(const Deployment&) override {
    ++verifications;
    return verdict;
  }

  Result<LoadedModel> Load(const Deployment&, const DeployedVersion& version,
                           const ReserveBytes& reserve) override {
    ++loads;
    WaitUntilOpen();
    if (throws) {
      throw std::bad_alloc();
    }
    ARM_CHECK(outcome);
    ARM_CHECK(reserve(bytes));
    LoadedModel model;
    model.version = version.id;
    model.evaluator = std::make_unique<IdleEvaluator>();
    return model;
  }

  void Shut() {
    const std::scoped_lock lock(mutex_);
    is_open_ = false;
  }
  void Open() {
    {
      const std::scoped_lock lock(mutex_);
      is_open_ = true;
    }
    opened_.notify_all();
  }

  std::atomic<std::size_t> bytes{100};  // Of a model.
  std::atomic<int> loads{0};
  std::atomic<int> verifications{0};
  Result<void> outcome;
  Result<void> verdict;
  bool throws = false;

 private:
  void WaitUntilOpen() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [&] { return is_open_; });
  }

  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = true;
};

}  // namespace armillary::serving
