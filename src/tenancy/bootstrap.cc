#include "tenancy/bootstrap.h"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <string>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/directory_store.h"
#include "tenancy/environment.h"
#include "tenancy/environment_store.h"
#include "tenancy/principal_store.h"
#include "tenancy/quota.h"
#include "tenancy/tenant_store.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

constexpr std::string_view kOperatorName = "operator";

// What is made up before the transaction, and used where something is missing.
struct Plan {
  Tenant house;
  Principal principal;
  Token token;
  Digest hash;
  RequestId request;
  TimePoint now;
};

Plan MakePlan(const keys::KeyRing& keys, const keys::TokenParts& parts, const Clock& clock,
              Random& random) {
  const TimePoint now = clock.Now();
  Plan plan{.house = {.id = {NewId(clock, random)}, .name = {std::string(kHouse)}},
            .principal = {.id = {NewId(clock, random)},
                          .name = std::string(kOperatorName),
                          .kind = PrincipalKind::User,
                          .role = Role::Operator},
            .token = {.id = parts.id,
                      .role = Role::Operator,
                      .environment = {std::string(kResearch)},
                      .expires_at = now + kLongestTokenLifetime},
            .hash = HashOfToken(keys, parts),
            .request = {NewId(clock, random)},
            .now = now};
  plan.house.created_at = plan.house.updated_at = now;
  plan.principal.created_at = plan.token.created_at = now;
  return plan;
}

Access InTheHouse(const metadata::SystemScope& scope, const Plan& plan, const Tenant& house) {
  auto record = std::make_shared<const TenantRecord>(
      TenantRecord{.id = house.id,
                   .name = house.name,
                   .requests_per_second = QuotaLimits{}.requests_per_second});
  return Access::ForPlatform(scope,
                             {.principal = plan.principal.id,
                              .principal_name = plan.principal.name,
                              .token = plan.token.id,
                              .tenant = std::move(record),
                              .environment = plan.token.environment,
                              .role = Role::Operator,
                              .expires_at = plan.token.expires_at},
                             Permission::TokensCreate);
}

Result<void> MakeEnvironments(Transaction& transaction, const Access& access) {
  EnvironmentStore store(transaction);
  std::int64_t rung = 0;
  for (const std::string_view name : {kResearch, kStaging, kProduction}) {
    ARM_CHECK(store.InsertMissing(access.Scope(), {.name = {std::string(name)}, .rung = ++rung}));
  }
  return {};
}

Result<PrincipalId> FindOrInsertOperator(Transaction& transaction, const Access& access,
                                         const Principal& draft) {
  PrincipalStore store(transaction);
  ARM_TRY(const auto found, store.FindByName(access.Scope(), draft.name));
  if (found) {
    return found->id;
  }
  ARM_CHECK(store.Insert(access.Scope(), draft, std::nullopt));
  return draft.id;
}

Result<void> Record(Transaction& transaction, const Access& access, const Plan& plan) {
  const boost::json::object details{{"token", plan.token.id.value},
                                    {"expires_at", FormatTime(plan.token.expires_at)}};
  return RecordAudit(transaction, access, {.request = plan.request}, plan.now,
                     {.action = "system.bootstrap",
                      .object_kind = "system",
                      .object = access.Tenant().id.value,
                      .object_name = std::string(kHouse),
                      .details = boost::json::serialize(details)});
}

Result<void> Make(Transaction& transaction, const metadata::SystemScope& scope, Plan plan) {
  ARM_TRY(const Tenant house, TenantStore(transaction).FindOrInsertHouse(scope, plan.house));
  const Access outside = InTheHouse(scope, plan, house);
  ARM_CHECK(LockAuditedTenant(transaction, outside));
  ARM_CHECK(MakeEnvironments(transaction, outside));
  TokenStore tokens(transaction);
  ARM_TRY(const std::int64_t valid,
          tokens.CountOtherOperators(outside.Scope(), plan.token.id, plan.now));
  if (valid > 0) {
    return {};
  }
  ARM_TRY(plan.principal.id, FindOrInsertOperator(transaction, outside, plan.principal));
  plan.token.principal = plan.token.created_by = plan.principal.id;
  const Access access = InTheHouse(scope, plan, house);
  ARM_CHECK(tokens.Insert(access.Scope(), plan.token, plan.hash));
  ARM_CHECK(Record(transaction, access, plan));
  ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Tenant, house.id.value,
                               plan.now));
  ARM_CHECK(LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Token,
                               plan.token.id.value, plan.now));
  return {};
}

}  // namespace

Result<bool> IsInstalled(metadata::Database& database, const metadata::SystemScope& scope) {
  ARM_TRY(const auto first, database.Read([&](Transaction& transaction) {
    return DirectoryStore(transaction, scope).FindTenants({}, 1);
  }));
  return !first.empty();
}

Result<void> Bootstrap(const BootstrapParts& parts, const metadata::SystemScope& scope,
                       const KeepToken& keep) {
  const keys::TokenParts token{{NewId(parts.clock, parts.random)},
                               keys::NewTokenSecret(parts.random)};
  const Plan plan = MakePlan(parts.keys, token, parts.clock, parts.random);
  ARM_TRY(const bool has_operator, parts.database.Read([&](Transaction& transaction) {
    return TokenStore(transaction).HasOperator(scope, plan.now);
  }));
  if (!has_operator) {
    ARM_CHECK(keep(keys::MakeToken(token)));
  }
  return parts.database.Write(
      [&](Transaction& transaction) { return Make(transaction, scope, plan); });
}

}  // namespace armillary::tenancy
