#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/foundation.h"
#include "app/platform.h"
#include "app/system_authority.h"
#include "catalog/model_store.h"
#include "deployments/deployment_store.h"
#include "tenancy/audit_service.h"

namespace armillary::app {
namespace {

constexpr std::int64_t kPage = 500;

// Collects what does not hold, each on a line as it is found.
class Findings {
 public:
  void Add(const std::string& what) {
    ++count_;
    fmt::print("BROKEN  {}\n", what);
  }
  std::size_t Count() const { return count_; }

 private:
  std::size_t count_ = 0;
};

void CheckContent(Foundation& foundation, const catalog::NamedContent& content,
                  Findings& findings) {
  const auto digest = Digest::FromHex(content.digest_hex);
  const std::string name =
      fmt::format("version {} of tenant {}", content.version.value, content.tenant.value);
  if (!digest) {
    findings.Add(name + ": its digest is none");
    return;
  }
  const auto stored = objects::Verify(*foundation.objects, {content.tenant, *digest});
  if (!stored) {
    findings.Add(fmt::format("{}: {}", name, stored.error().message));
  } else if (static_cast<std::int64_t>(stored->size) != content.size_bytes) {
    findings.Add(fmt::format("{}: {} bytes instead of {}", name, stored->size, content.size_bytes));
  }
}

Result<std::size_t> CheckContents(Foundation& foundation, Findings& findings) {
  std::size_t checked = 0;
  catalog::NamedContent after{};
  while (true) {
    ARM_TRY(const auto page, foundation.database->Read([&](metadata::Transaction& transaction) {
      return catalog::ListContent(transaction, SystemAuthority::Grant(), after, kPage);
    }));
    for (const catalog::NamedContent& content : page) {
      CheckContent(foundation, content, findings);
    }
    checked += page.size();
    if (page.size() < static_cast<std::size_t>(kPage)) {
      return checked;
    }
    after = page.back();
  }
}

Result<std::size_t> CheckDeployments(Foundation& foundation, Findings& findings) {
  std::size_t checked = 0;
  std::int64_t position = 0;
  while (true) {
    ARM_TRY(const auto page, foundation.database->Read([&](metadata::Transaction& transaction) {
      return deployments::ListCurrentAfter(transaction, SystemAuthority::Grant(), position, kPage);
    }));
    for (const deployments::PlacedEntry& placed : page) {
      const serving::Deployment& served = placed.entry.served;
      if (!foundation.keys->Verify(serving::CanonicalBytes(served), served.signature)) {
        findings.Add(
            fmt::format("deployment {}: its signature does not hold", placed.entry.id.value));
      }
      position = placed.position;
    }
    checked += page.size();
    if (page.size() < static_cast<std::size_t>(kPage)) {
      return checked;
    }
  }
}

Result<std::size_t> CheckAudit(Foundation& foundation, Findings& findings) {
  const tenancy::AuditService audit(*foundation.database);
  ARM_TRY(const auto reports, audit.VerifyAll(SystemAuthority::Grant()));
  for (const auto& [tenant, report] : reports) {
    if (!report.IsWhole()) {
      findings.Add(
          fmt::format("audit chain of {} breaks at event {}", tenant.value, *report.first_broken));
    }
  }
  return reports.size();
}

// Opening makes what is missing, and a new installation has nothing that could be broken.
Result<void> CheckInstalled(const Config& config) {
  const auto objects = std::filesystem::path(config.Text("data")) / "objects";
  if (!std::filesystem::exists(objects)) {
    return Fail(ErrorCode::DataFolderUnusable,
                fmt::format("{} holds no installation", config.Text("data")), "data");
  }
  return {};
}

}  // namespace

Result<void> RunCheck(const Config& config) {
  ARM_CHECK(CheckInstalled(config));
  ARM_TRY(const auto foundation, Foundation::Open(config));
  Findings findings;
  ARM_TRY(const std::size_t contents, CheckContents(*foundation, findings));
  ARM_TRY(const std::size_t deployments, CheckDeployments(*foundation, findings));
  ARM_TRY(const std::size_t chains, CheckAudit(*foundation, findings));
  fmt::print("checked {} versions, {} deployments, {} audit chains: {} broken\n", contents,
             deployments, chains, findings.Count());
  if (findings.Count() > 0) {
    return Fail(ErrorCode::StorageCorrupt, fmt::format("{} things do not hold", findings.Count()));
  }
  return {};
}

}  // namespace armillary::app
