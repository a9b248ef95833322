#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "deployments/deployment.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "serving/deployment_follower.h"
#include "tenancy/access.h"

namespace armillary::deployments {

// Changes what answers for a model, and says what answered when. Thread-safe.
//
// The environment is that of the access. In research a change is made at once; in staging and
// production it fails with PromotionRequired, naming what is missing. Another tenant's model and a
// missing one fail with the same NotFound; beside that a change fails as Decide does.
class DeploymentService {
 public:
  struct Parts {
    metadata::Database& database;
    const keys::KeyRing& keys;
    serving::DeploymentFollower& follower;  // Brought up to date before a change is answered.
    const Clock& clock;
    Random& random;
  };

  // What `parts` refers to must outlive the service.
  explicit DeploymentService(Parts parts);

  // Fails with NotFound for a version that is not there, with ModelNotServable for one that
  // admission has not passed.
  Result<Entry> Deploy(const tenancy::Access& access, const tenancy::Call& call,
                       const ModelName& model, std::int64_t version,
                       std::optional<std::int64_t> expected_version);
  Result<Entry> Rollback(const tenancy::Access& access, const tenancy::Call& call,
                         const ModelName& model, std::optional<std::int64_t> expected_version);
  Result<Entry> Stop(const tenancy::Access& access, const tenancy::Call& call,
                     const ModelName& model, std::optional<std::int64_t> expected_version);

  // The last entry. Fails with ModelNotDeployed if there is none, but the model exists.
  Result<Entry> GetCurrent(const tenancy::Access& access, const ModelName& model) const;
  Result<Page<Entry>> ListCurrent(const tenancy::Access& access, const ListRequest& request) const;
  Result<Page<Entry>> ListHistory(const tenancy::Access& access, const ModelName& model,
                                  const ListRequest& request) const;
  // What was in force at a moment: one entry or none.
  Result<std::optional<Entry>> GetAt(const tenancy::Access& access, const ModelName& model,
                                     TimePoint at) const;

 private:
  struct Wish {
    Action action;
    std::int64_t version = 0;
    std::optional<std::int64_t> expected_version;
  };

  Result<Entry> Apply(const tenancy::Access& access, const tenancy::Call& call,
                      const ModelName& model, const Wish& wish);
  Result<Entry> Record(metadata::Transaction& transaction, const tenancy::Access& access,
                       const tenancy::Call& call, const ModelName& model, const Wish& wish) const;
  Result<Entry> MakeEntry(const tenancy::Access& access, const ModelName& model,
                          const std::optional<Entry>& last, const Change& change) const;

  const Parts parts_;
};

}  // namespace armillary::deployments
