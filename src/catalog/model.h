#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "inference/model_class.h"

namespace armillary::catalog {

// A registered model of a tenant. Keyed by id; its name is how people address it.
struct Model {
  ModelId id;
  ModelName name;
  inference::ModelKind kind = inference::ModelKind::Tabular;
  std::int64_t latest_version = 0;  // Also how many there are: none is ever removed alone.
  TimePoint created_at;
  PrincipalId created_by;
  TimePoint updated_at;
};

// Logged: only source artifacts. Checking: in admission. Servable: may be deployed. Refused: never.
enum class VersionState : std::uint8_t { Logged, Checking, Servable, Refused };

std::string_view StateName(VersionState state);
VersionState StateFromName(std::string_view name);

// What one step of admission found.
struct AdmissionStep {
  std::string step;     // structure, operators, bounds, signature.
  std::string state;    // passed, failed, skipped.
  std::string code;     // Of a failed step: its code in contract/errors.yaml.
  std::string message;  // Of a failed or skipped step.

  bool operator==(const AdmissionStep&) const = default;
};

// An immutable version of a model in the uniform format.
struct Version {
  VersionId id;
  ModelId model_id;
  ModelName model;
  inference::ModelKind kind = inference::ModelKind::Tabular;
  std::int64_t number = 0;
  VersionState state = VersionState::Checking;
  Digest digest;
  std::int64_t size_bytes = 0;
  inference::SizeClass size_class = inference::SizeClass::Small;
  std::string inputs_json;     // [{"name", "datatype", "shape"}], as the protocol writes them.
  std::string outputs_json;    // Likewise.
  std::string signature_json;  // contract/signature.schema.json; empty: answers on /v2 only.
  TimePoint created_at;
  PrincipalId created_by;
  std::vector<AdmissionStep> admission;
};

}  // namespace armillary::catalog
