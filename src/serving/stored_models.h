#pragma once

#include "base/result.h"
#include "inference/evaluator.h"
#include "inference/onnx_reader.h"
#include "keys/key_ring.h"
#include "objects/object_store.h"
#include "serving/resident_models.h"

namespace armillary::serving {

// Loads models from the object store, after the file's hash held.
// Thread-safe.
class StoredModels : public ModelSource {
 public:
  // All must outlive this.
  StoredModels(objects::ObjectStore& store, const keys::KeyRing& keys,
               inference::EvaluatorFactory& factory, inference::OnnxLimits limits);

  Result<void> Verify(const Deployment& deployment) override;
  Result<LoadedModel> Load(const Deployment& deployment, const DeployedVersion& version,
                           const ReserveBytes& reserve) override;

 private:
  objects::ObjectStore& store_;
  const keys::KeyRing& keys_;
  inference::EvaluatorFactory& factory_;
  const inference::OnnxLimits limits_;
};

}  // namespace armillary::serving
