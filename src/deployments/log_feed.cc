#include "deployments/log_feed.h"

#include <memory>
#include <utility>
#include <vector>

#include "deployments/deployment_store.h"

namespace armillary::deployments {
namespace {

constexpr std::int64_t kPage = 1'000;

serving::DeploymentPtr ServedBy(PlacedEntry& placed) {
  return std::make_shared<const serving::Deployment>(std::move(placed.entry.served));
}

}  // namespace

LogFeed::LogFeed(metadata::Database& database, metadata::SystemScope scope)
    : database_(database), scope_(scope) {}

Result<serving::DeploymentSnapshot> LogFeed::Snapshot() {
  return database_.Read(
      [&](metadata::Transaction& transaction) -> Result<serving::DeploymentSnapshot> {
        ARM_TRY(const std::int64_t last, LastPosition(transaction, scope_));
        serving::DeploymentSnapshot snapshot{static_cast<std::uint64_t>(last), {}};
        std::int64_t position = 0;
        for (bool more = true; more;) {
          ARM_TRY(auto page, ListCurrentAfter(transaction, scope_, position, kPage));
          more = page.size() == static_cast<std::size_t>(kPage);
          for (PlacedEntry& placed : page) {
            position = placed.position;
            snapshot.deployments.push_back(ServedBy(placed));
          }
        }
        return snapshot;
      });
}

Result<serving::DeploymentChanges> LogFeed::ChangesAfter(std::uint64_t position) {
  return database_.Read(
      [&](metadata::Transaction& transaction) -> Result<serving::DeploymentChanges> {
        ARM_TRY(auto page,
                ListCurrentAfter(transaction, scope_, static_cast<std::int64_t>(position), kPage));
        serving::DeploymentChanges changes{
            .position = position, .deployments = {}, .more = page.size() == kPage};
        for (PlacedEntry& placed : page) {
          changes.position = static_cast<std::uint64_t>(placed.position);
          changes.deployments.push_back(ServedBy(placed));
        }
        return changes;
      });
}

}  // namespace armillary::deployments
