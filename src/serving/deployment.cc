#include "serving/deployment.h"

#include <span>
#include <string_view>

#include "base/encoding.h"

namespace armillary::serving {
namespace {

// Appends fields, each with its length, so that no boundary can be moved.
class Canonical {
 public:
  void Add(std::span<const std::byte> bytes) {
    AddNumber(bytes.size());
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void Add(std::string_view text) { Add(AsBytes(text)); }

  void AddNumber(std::uint64_t number) {
    for (unsigned i = 0; i < 8; ++i) {
      bytes_.push_back(static_cast<std::byte>(number >> (8 * i)));
    }
  }

  void Add(const std::optional<DeployedVersion>& version) {
    AddNumber(version ? 1 : 0);
    if (version) {
      AddNumber(static_cast<std::uint64_t>(version->number));
      Add(version->id.value);
      Add(version->digest.bytes);
      AddNumber(version->size_bytes);
    }
  }

  std::vector<std::byte> Take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace

std::vector<std::byte> CanonicalBytes(const Deployment& deployment) {
  Canonical canonical;
  canonical.Add("armillary deployment 1");
  canonical.Add(deployment.key.tenant.value);
  canonical.Add(deployment.key.environment.value);
  canonical.Add(deployment.model.value);
  canonical.AddNumber(static_cast<std::uint64_t>(deployment.entry));
  canonical.Add(deployment.live);
  canonical.Add(deployment.previous);
  canonical.AddNumber(static_cast<std::uint64_t>(ToMillis(deployment.since)));
  return canonical.Take();
}

}  // namespace armillary::serving
