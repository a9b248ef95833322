#include "app/consistency.h"

#include <fmt/format.h>
#include <optional>
#include <utility>

#include "app/system_authority.h"
#include "catalog/model_store.h"
#include "deployments/deployment_store.h"
#include "tenancy/audit_service.h"

namespace armillary::app {
namespace {

constexpr std::int64_t kRowsAtOnce = 500;

using Findings = std::vector<std::string>;

void CheckFile(Inspection& inspection, Findings& broken) {
  if (inspection.sqlite == nullptr) {
    return;
  }
  if (const auto whole = inspection.sqlite->CheckIntegrity(); !whole) {
    broken.push_back("the database: " + whole.error().message);
  }
}

void CheckContent(Inspection& inspection, const catalog::NamedContent& content, Findings& broken) {
  const auto digest = Digest::FromHex(content.digest_hex);
  const std::string name =
      fmt::format("version {} of tenant {}", content.version.value, content.tenant.value);
  if (!digest) {
    broken.push_back(name + ": its digest is none");
    return;
  }
  const auto stored = objects::Verify(*inspection.objects, {content.tenant, *digest});
  if (!stored) {
    broken.push_back(fmt::format("{}: {}", name, stored.error().message));
  } else if (static_cast<std::int64_t>(stored->size) != content.size_bytes) {
    broken.push_back(
        fmt::format("{}: {} bytes instead of {}", name, stored->size, content.size_bytes));
  }
}

Result<std::size_t> CheckContents(Inspection& inspection, Findings& broken) {
  std::size_t checked = 0;
  catalog::NamedContent after{};
  while (true) {
    ARM_TRY(const auto page, inspection.Rows().Read([&](metadata::Transaction& transaction) {
      return catalog::ListContent(transaction, SystemAuthority::Grant(), after, kRowsAtOnce);
    }));
    for (const catalog::NamedContent& content : page) {
      CheckContent(inspection, content, broken);
    }
    checked += page.size();
    if (page.size() < static_cast<std::size_t>(kRowsAtOnce)) {
      return checked;
    }
    after = page.back();
  }
}

bool IsOf(const serving::DeployedVersion& live,
          const std::optional<catalog::NamedContent>& version) {
  return version && version->number == live.number && version->digest_hex == live.digest.ToHex() &&
         std::cmp_equal(version->size_bytes, live.size_bytes);
}

Result<void> CheckDeployment(Inspection& inspection, const deployments::Entry& entry,
                             Findings& broken) {
  const serving::Deployment& served = entry.served;
  if (!inspection.keys->Verify(serving::CanonicalBytes(served), served.signature)) {
    broken.push_back(fmt::format("deployment {}: its signature does not hold", entry.id.value));
  }
  for (const auto& [kept, what] :
       {std::pair(served.live, "is live"), std::pair(served.previous, "was live before")}) {
    if (!kept) {
      continue;
    }
    ARM_TRY(const auto version, inspection.Rows().Read([&](metadata::Transaction& transaction) {
      return catalog::FindContent(transaction, SystemAuthority::Grant(), served.key.tenant,
                                  kept->id);
    }));
    if (!IsOf(*kept, version)) {
      broken.push_back(fmt::format("deployment {}: what {} is no version", entry.id.value, what));
    }
  }
  return {};
}

Result<std::size_t> CheckDeployments(Inspection& inspection, Findings& broken) {
  std::size_t checked = 0;
  std::int64_t position = 0;
  while (true) {
    ARM_TRY(const auto page, inspection.Rows().Read([&](metadata::Transaction& transaction) {
      return deployments::ListCurrentAfter(transaction, SystemAuthority::Grant(), position,
                                           kRowsAtOnce);
    }));
    for (const deployments::PlacedEntry& placed : page) {
      ARM_CHECK(CheckDeployment(inspection, placed.entry, broken));
      position = placed.position;
    }
    checked += page.size();
    if (page.size() < static_cast<std::size_t>(kRowsAtOnce)) {
      return checked;
    }
  }
}

Result<std::size_t> CheckAudit(Inspection& inspection, Findings& broken) {
  const tenancy::AuditService audit(inspection.Rows());
  ARM_TRY(const auto reports, audit.VerifyAll(SystemAuthority::Grant()));
  for (const auto& [tenant, report] : reports) {
    if (!report.IsWhole()) {
      broken.push_back(
          fmt::format("audit chain of {} breaks at event {}", tenant.value, *report.first_broken));
    }
  }
  return reports.size();
}

}  // namespace

void PrintReport(const ConsistencyReport& report) {
  for (const std::string& what : report.broken) {
    fmt::print("BROKEN  {}\n", what);
  }
  fmt::print("checked {} versions, {} deployments, {} audit chains: {} broken\n", report.versions,
             report.deployments, report.audit_chains, report.broken.size());
}

Result<ConsistencyReport> CheckConsistency(Inspection& inspection) {
  ConsistencyReport report;
  CheckFile(inspection, report.broken);
  ARM_TRY(report.versions, CheckContents(inspection, report.broken));
  ARM_TRY(report.deployments, CheckDeployments(inspection, report.broken));
  ARM_TRY(report.audit_chains, CheckAudit(inspection, report.broken));
  return report;
}

}  // namespace armillary::app
