#include "api/model_json.h"

#include <string>
#include <utility>
#include <vector>

#include "api/control.h"
#include "base/assert.h"
#include "base/json.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using tenancy::Permission;

std::vector<Permission> Allowed(const tenancy::Access& access,
                                const std::vector<Permission>& permissions) {
  std::vector<Permission> allowed;
  for (const Permission permission : permissions) {
    if (access.Could(permission)) {
      allowed.push_back(permission);
    }
  }
  return allowed;
}

// What the server wrote into a row was JSON.
json::value Stored(const std::string& text) {
  auto value = ParseJson(text);
  ARM_ASSERT(value.has_value());
  return *std::move(value);
}

json::array AdmissionJson(const std::vector<catalog::AdmissionStep>& steps) {
  json::array list;
  for (const catalog::AdmissionStep& step : steps) {
    json::object object{{"step", step.step}, {"state", step.state}};
    if (!step.code.empty()) {
      object["code"] = step.code;
    }
    if (!step.message.empty()) {
      object["message"] = step.message;
    }
    list.push_back(std::move(object));
  }
  return list;
}

// The example rows are real data: how many there are is shown, they are not.
void AddSignature(json::object& object, const std::string& signature_json) {
  if (signature_json.empty()) {
    return;
  }
  json::object signature = Stored(signature_json).as_object();
  const auto* examples = signature.if_contains("examples");
  const std::size_t rows =
      examples != nullptr && examples->is_array() ? examples->as_array().size() : 0;
  signature.erase("examples");
  signature.erase("format");
  object["signature"] = std::move(signature);
  object["example_rows"] = rows;
}

}  // namespace

std::string DigestText(const Digest& digest) { return "sha256=" + digest.ToHex(); }

json::object ModelJson(const tenancy::Access& access, const catalog::Model& model) {
  return {{"id", model.id.value},
          {"name", model.name.value},
          {"kind", inference::KindName(model.kind)},
          {"latest_version", model.latest_version},
          {"versions", model.latest_version},
          {"created_at", FormatTime(model.created_at)},
          {"updated_at", FormatTime(model.updated_at)},
          {"created_by", model.created_by.value},
          {"can", CanJson(Allowed(access, {Permission::ModelsGet, Permission::ModelsRegister,
                                           Permission::DeploymentsCreate}))}};
}

json::object VersionSummaryJson(const tenancy::Access& access, const catalog::Version& version) {
  json::object object{{"id", version.id.value},
                      {"model", version.model.value},
                      {"number", version.number},
                      {"kind", inference::KindName(version.kind)},
                      {"state", catalog::StateName(version.state)},
                      {"admission", AdmissionJson(version.admission)},
                      {"size_bytes", version.size_bytes},
                      {"size_class", inference::ClassName(version.size_class)},
                      {"digest", DigestText(version.digest)}};
  object["created_at"] = FormatTime(version.created_at);
  object["created_by"] = version.created_by.value;
  object["can"] = CanJson(Allowed(
      access, {Permission::ModelsGet, Permission::ModelsDownload, Permission::DeploymentsCreate}));
  return object;
}

json::object VersionJson(const tenancy::Access& access, const catalog::Version& version) {
  json::object object = VersionSummaryJson(access, version);
  object["inputs"] = Stored(version.inputs_json);
  object["outputs"] = Stored(version.outputs_json);
  AddSignature(object, version.signature_json);
  return object;
}

}  // namespace armillary::api
