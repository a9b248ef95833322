#include "deployments/deployment_service.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "catalog/model_store.h"
#include "deployments/deployment_store.h"
#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/policy.h"
#include "tenancy/replay.h"

namespace armillary::deployments {
namespace {

using tenancy::Access;
using tenancy::Call;
using tenancy::Permission;

tl::unexpected<Error> NoSuchThing() { return Fail(tenancy::NothingHere()); }

Permission PermissionFor(Action action) {
  switch (action) {
    case Action::Deploy:
      return Permission::DeploymentsCreate;
    case Action::Rollback:
      return Permission::DeploymentsRollback;
    case Action::Stop:
      break;
  }
  return Permission::DeploymentsStop;
}

Result<void> CheckPromoted(const Access& access) {
  if (!tenancy::NeedsPromotion(access.Environment(), access.Granted())) {
    return {};
  }
  return Fail(ErrorCode::PromotionRequired,
              fmt::format("a change in {} needs a promotion: a passed gate and the approval of "
                          "somebody other than the author",
                          access.Environment().value),
              "environment", "promoted");
}

Result<catalog::Model> FindModel(metadata::Transaction& transaction, const Access& access,
                                 const ModelName& name) {
  ARM_TRY(auto model, catalog::FindModel(transaction, access.Scope(), name));
  return model ? Result<catalog::Model>(*std::move(model)) : NoSuchThing();
}

Result<serving::DeployedVersion> FindServable(metadata::Transaction& transaction,
                                              const Access& access, const ModelName& model,
                                              std::int64_t number) {
  ARM_TRY(const auto version, catalog::FindVersion(transaction, access.Scope(), model, number));
  if (!version) {
    return NoSuchThing();
  }
  if (version->state != catalog::VersionState::Servable) {
    return Fail(ErrorCode::ModelNotServable,
                fmt::format("version {} is {}", number, catalog::StateName(version->state)),
                "version", "servable");
  }
  return serving::DeployedVersion{.number = number,
                                  .id = version->id,
                                  .digest = version->digest,
                                  .size_bytes = static_cast<std::uint64_t>(version->size_bytes)};
}

std::optional<Outcome> OutcomeOf(const std::optional<Entry>& entry) {
  return entry ? std::optional(Outcome{entry->served.live, entry->served.previous}) : std::nullopt;
}

tenancy::AuditEntry AuditOf(const Entry& entry) {
  const auto& live = entry.served.live;
  return {
      .action = fmt::format("deployments.{}",
                            entry.action == Action::Deploy ? "create" : ActionName(entry.action)),
      .object_kind = "deployment",
      .object = entry.id.value,
      .object_name = entry.served.key.model.value,
      .details = fmt::format(R"({{"environment":"{}","version":{},"sequence":{}}})",
                             entry.served.key.environment.value, live ? live->number : 0,
                             entry.served.entry),
      .shown = tenancy::AuditEntry::Shown{.topic = "deployments",
                                          .revision = entry.served.entry,
                                          .environment = entry.served.key.environment}};
}

}  // namespace

DeploymentService::DeploymentService(Parts parts) : parts_(parts) {}

Result<Entry> DeploymentService::Deploy(const Access& access, const Call& call,
                                        const ModelName& model, std::int64_t version,
                                        std::optional<std::int64_t> expected_version) {
  return Apply(access, call, model, {Action::Deploy, version, expected_version});
}

Result<Entry> DeploymentService::Rollback(const Access& access, const Call& call,
                                          const ModelName& model,
                                          std::optional<std::int64_t> expected_version) {
  return Apply(access, call, model, {Action::Rollback, 0, expected_version});
}

Result<Entry> DeploymentService::Stop(const Access& access, const Call& call,
                                      const ModelName& model,
                                      std::optional<std::int64_t> expected_version) {
  return Apply(access, call, model, {Action::Stop, 0, expected_version});
}

Result<Entry> DeploymentService::Apply(const Access& access, const Call& call,
                                       const ModelName& model, const Wish& wish) {
  ARM_CHECK(access.Require(PermissionFor(wish.action)));
  ARM_TRY(auto entry, parts_.database.Write([&](metadata::Transaction& transaction) {
    return Record(transaction, access, call, model, wish);
  }));
  // The change is kept whatever comes of this; the follower's next step would tell the index, too.
  static_cast<void>(parts_.follower.CatchUp());
  return entry;
}

Result<Entry> DeploymentService::Record(metadata::Transaction& transaction, const Access& access,
                                        const Call& call, const ModelName& model,
                                        const Wish& wish) const {
  const auto scope = access.Scope();
  ARM_CHECK(tenancy::LockAuditedTenant(transaction, access));
  ARM_TRY(const auto earlier, tenancy::RecallResource(transaction, access, call));
  if (earlier) {
    ARM_TRY(auto entry, FindEntry(transaction, scope, {*earlier}));
    return entry ? Result<Entry>(*std::move(entry)) : NoSuchThing();
  }
  ARM_TRY(const catalog::Model found, FindModel(transaction, access, model));
  Change change{.action = wish.action, .version = {}, .expected_version = wish.expected_version};
  if (wish.action == Action::Deploy) {
    ARM_TRY(change.version, FindServable(transaction, access, model, wish.version));
  }
  ARM_CHECK(CheckPromoted(access));
  ARM_TRY(const auto last, FindCurrent(transaction, scope, {found.id, access.Environment()}));
  ARM_TRY(Entry entry, MakeEntry(access, model, last, change));
  entry.served.model = found.id;
  entry.served.signature = parts_.keys.Sign(serving::CanonicalBytes(entry.served));
  ARM_CHECK(InsertEntry(transaction, scope, entry));
  ARM_CHECK(tenancy::RecordAudit(transaction, access, call, entry.served.since, AuditOf(entry)));
  ARM_CHECK(
      tenancy::RememberResource(transaction, access, call, entry.served.since, entry.id.value));
  return entry;
}

Result<Entry> DeploymentService::MakeEntry(const Access& access, const ModelName& model,
                                           const std::optional<Entry>& last,
                                           const Change& change) const {
  ARM_TRY(Outcome outcome, Decide(OutcomeOf(last), change));
  const TimePoint now = parts_.clock.Now();
  return Entry{.id = {NewId(parts_.clock, parts_.random)},
               .action = change.action,
               .served = {.key = {access.Tenant().id, access.Environment(), model},
                          .model = {},
                          .entry = last ? last->served.entry + 1 : 1,
                          .live = std::move(outcome.live),
                          .previous = std::move(outcome.previous),
                          .since = last ? std::max(now, last->served.since) : now,
                          .signature = {}},
               .by = access.Who().principal,
               .by_name = access.Who().principal_name};
}

Result<Entry> DeploymentService::GetCurrent(const Access& access, const ModelName& model) const {
  ARM_CHECK(access.Require(Permission::DeploymentsGet));
  return parts_.database.Read([&](metadata::Transaction& transaction) -> Result<Entry> {
    ARM_TRY(const catalog::Model found, FindModel(transaction, access, model));
    ARM_TRY(auto entry, FindCurrent(transaction, access.Scope(), {found.id, access.Environment()}));
    if (!entry) {
      return Fail(ErrorCode::ModelNotDeployed, "the model was never deployed here");
    }
    return *std::move(entry);
  });
}

Result<Page<Entry>> DeploymentService::ListCurrent(const Access& access,
                                                   const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::DeploymentsList));
  return parts_.database.Read([&](metadata::Transaction& transaction) {
    return deployments::ListCurrent(transaction, access.Scope(), access.Environment(), request);
  });
}

Result<Page<Entry>> DeploymentService::ListHistory(const Access& access, const ModelName& model,
                                                   const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::DeploymentsGet));
  return parts_.database.Read([&](metadata::Transaction& transaction) -> Result<Page<Entry>> {
    ARM_TRY(const catalog::Model found, FindModel(transaction, access, model));
    return deployments::ListHistory(transaction, access.Scope(), {found.id, access.Environment()},
                                    request);
  });
}

Result<std::optional<Entry>> DeploymentService::GetAt(const Access& access, const ModelName& model,
                                                      TimePoint at) const {
  ARM_CHECK(access.Require(Permission::DeploymentsGet));
  return parts_.database.Read(
      [&](metadata::Transaction& transaction) -> Result<std::optional<Entry>> {
        ARM_TRY(const catalog::Model found, FindModel(transaction, access, model));
        return FindEntryAt(transaction, access.Scope(), {found.id, access.Environment()}, at);
      });
}

}  // namespace armillary::deployments
