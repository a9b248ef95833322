#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "catalog/model.h"
#include "inference/onnx_reader.h"
#include "metadata/database.h"
#include "objects/object_store.h"
#include "tenancy/access.h"

namespace armillary::catalog {

struct RegisterRequest {
  ModelName model;
  std::optional<inference::ModelKind> kind = {};
  std::optional<Digest> expected_digest = {};
};

// An upload on its way to a version. Nothing of it is visible, or kept, before Finish succeeded.
class Registration {
 public:
  virtual ~Registration() = default;

  // Fails with ModelTooLarge beyond the limit of a model file.
  virtual Result<void> Append(std::span<const std::byte> bytes) = 0;

  // Examines the bytes, stores them, and makes the version. Fails as Examine does, with
  // DigestMismatch, MissingBody, ModelKindMismatch or QuotaExceeded, and stores nothing then.
  // (Where another upload takes the last of the quota at the same time, the bytes are swept later.)
  virtual Result<Version> Finish() = 0;
};

// The bytes of a version, which are read in pieces. For any number of threads.
class Content {
 public:
  explicit Content(std::unique_ptr<objects::ObjectReader> reader);

  std::uint64_t Size() const { return reader_->Size(); }
  // Fails with RangeNotSatisfiable unless all of that lies inside.
  Result<void> ReadAt(std::uint64_t offset, std::span<std::byte> into) const {
    return reader_->ReadAt(offset, into);
  }

 private:
  std::unique_ptr<objects::ObjectReader> reader_;
};

// Models and their versions. Thread-safe.
//
// Another tenant's model, a missing one and a name that cannot exist fail with the same NotFound.
class ModelService {
 public:
  struct Parts {
    metadata::Database& database;
    objects::ObjectStore& objects;
    const Clock& clock;
    Random& random;
  };

  // What `parts` refers to must outlive the service and its registrations.
  ModelService(Parts parts, inference::OnnxLimits limits);

  // Fails with InvalidName, with ModelKindMismatch for a model that is of another kind, and with
  // QuotaExceeded where not even the smallest version fits.
  Result<std::unique_ptr<Registration>> BeginRegister(const tenancy::Access& access,
                                                      const tenancy::Call& call,
                                                      RegisterRequest request);

  Result<Model> GetModel(const tenancy::Access& access, const ModelName& name) const;
  Result<Page<Model>> ListModels(const tenancy::Access& access, const ListRequest& request) const;
  Result<Version> GetVersion(const tenancy::Access& access, const ModelName& model,
                             std::int64_t number) const;
  // Without inputs, outputs and signature, which may be large: GetVersion has them.
  Result<Page<Version>> ListVersions(const tenancy::Access& access, const ModelName& model,
                                     const ListRequest& request) const;

  // The version whose content may be downloaded; nothing of it is read or recorded.
  Result<Version> DescribeContent(const tenancy::Access& access, const ModelName& model,
                                  std::int64_t number) const;

  // Records the download in the audit log before a byte is given. Fails with StorageCorrupt if the
  // bytes are not what was registered, and records nothing then.
  Result<Content> OpenContent(const tenancy::Access& access, const tenancy::Call& call,
                              const ModelName& model, std::int64_t number);

 private:
  Parts parts_;
  const inference::OnnxLimits limits_;
};

}  // namespace armillary::catalog
