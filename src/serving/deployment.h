#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "keys/key_ring.h"

namespace armillary::serving {

// Where a request is sent: the names in its address.
struct DeploymentKey {
  TenantId tenant;
  EnvironmentName environment;
  ModelName model;

  auto operator<=>(const DeploymentKey&) const = default;
};

// One version as a deployment serves it: enough to find the file and to refuse another.
struct DeployedVersion {
  std::int64_t number = 0;
  VersionId id;
  Digest digest;
  std::uint64_t size_bytes = 0;

  bool operator==(const DeployedVersion&) const = default;
};

// What one entry of the deployment log makes true: (tenant, environment, model) answers with
// `live`, and `previous` stays warm. A stopped deployment has no live version.
struct Deployment {
  DeploymentKey key;
  ModelId model;
  std::int64_t entry = 0;  // Its number in the log of this key; it only grows.
  std::optional<DeployedVersion> live;
  std::optional<DeployedVersion> previous;
  TimePoint since;

  keys::Signature signature;  // Over CanonicalBytes.

  bool operator==(const Deployment&) const = default;
};

// The bytes that are signed: every field but the signature itself and the model's name, which can
// change (its id cannot), each with its length, so that no two deployments have the same.
std::vector<std::byte> CanonicalBytes(const Deployment& deployment);

}  // namespace armillary::serving
