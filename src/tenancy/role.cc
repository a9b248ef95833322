#include "tenancy/role.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace armillary::tenancy {
namespace {

constexpr std::array<std::string_view, 8> kRoleNames{"caller",     "viewer",   "scientist",
                                                     "data_owner", "approver", "tenant_admin",
                                                     "auditor",    "operator"};

constexpr std::array<Role, 8> kRoles{Role::Caller,    Role::Viewer,   Role::Scientist,
                                     Role::DataOwner, Role::Approver, Role::TenantAdmin,
                                     Role::Auditor,   Role::Operator};

constexpr Reach kNone = Reach::None;
constexpr Reach kNamed = Reach::Named;
constexpr Reach kOwn = Reach::Own;
constexpr Reach kAll = Reach::All;

// One line of the table: who may, in the order of the enum Role.
struct Rule {
  Permission permission;
  std::string_view name;
  PermissionScope scope;
  std::array<Reach, 8> reach;
};

// What every role but the caller reads, and the operator only where it is not the tenant's data.
constexpr std::array<Reach, 8> kReaders{kNone, kAll, kAll, kAll, kAll, kAll, kAll, kNone};
constexpr std::array<Reach, 8> kReadersAndOperator{kNone, kAll, kAll, kAll, kAll, kAll, kAll, kAll};
constexpr std::array<Reach, 8> kOperatorOnly{kNone, kNone, kNone, kNone, kNone, kNone, kNone, kAll};
constexpr std::array<Reach, 8> kScientistOnly{kNone, kNone, kAll,  kNone,
                                              kNone, kNone, kNone, kNone};
constexpr std::array<Reach, 8> kAdminOnly{kNone, kNone, kNone, kNone, kNone, kAll, kNone, kNone};
constexpr std::array<Reach, 8> kTokenMakers{kNone, kNone, kOwn, kNone, kNone, kAll, kNone, kAll};

constexpr PermissionScope kSelf = PermissionScope::Self;
constexpr PermissionScope kPlatform = PermissionScope::House;
constexpr PermissionScope kTenant = PermissionScope::Tenant;

// In the order of the enum Permission.
constexpr std::array<Rule, 37> kRules{{
    {Permission::SelfRead, "self.read", kSelf, {kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll}},
    {Permission::SelfSession, "self.session", kSelf, kReadersAndOperator},
    {Permission::SelfPreferences, "self.preferences", kSelf, kReadersAndOperator},
    {Permission::SelfStream, "self.stream", kSelf, kReadersAndOperator},
    {Permission::SignInLinksCreate, "sign_in_links.create", kSelf, kReadersAndOperator},
    {Permission::TenantsCreate, "tenants.create", kPlatform, kOperatorOnly},
    {Permission::TenantsList, "tenants.list", kPlatform, kOperatorOnly},
    {Permission::TenantsGet, "tenants.get", kTenant, kReadersAndOperator},
    {Permission::TenantsUpdate, "tenants.update", kTenant, kOperatorOnly},
    {Permission::TeamsCreate, "teams.create", kPlatform, kOperatorOnly},
    {Permission::TeamsList, "teams.list", kPlatform, kOperatorOnly},
    {Permission::EnvironmentsList, "environments.list", kPlatform, kReadersAndOperator},
    {Permission::PrincipalsCreate,
     "principals.create",
     kTenant,
     {kNone, kNone, kNone, kNone, kNone, kAll, kNone, kAll}},
    {Permission::PrincipalsList,
     "principals.list",
     kTenant,
     {kNone, kNone, kNone, kNone, kNone, kAll, kAll, kAll}},
    {Permission::TokensCreate, "tokens.create", kTenant, kTokenMakers},
    {Permission::TokensList,
     "tokens.list",
     kTenant,
     {kNone, kNone, kOwn, kNone, kNone, kAll, kAll, kAll}},
    {Permission::TokensRevoke, "tokens.revoke", kTenant, kTokenMakers},
    {Permission::SubjectsCreate, "subjects.create", kTenant, kAdminOnly},
    {Permission::SubjectsList,
     "subjects.list",
     kTenant,
     {kNone, kNone, kNone, kNone, kNone, kAll, kAll, kNone}},
    {Permission::SubjectsDelete, "subjects.delete", kTenant, kAdminOnly},
    {Permission::QuotasGet, "quotas.get", kTenant, kReadersAndOperator},
    {Permission::QuotasUpdate, "quotas.update", kTenant, kOperatorOnly},
    {Permission::AuditList,
     "audit.list",
     kTenant,
     {kNone, kNone, kNone, kNone, kNone, kAll, kAll, kNone}},
    {Permission::AuditVerify,
     "audit.verify",
     kTenant,
     {kNone, kNone, kNone, kNone, kNone, kAll, kAll, kAll}},
    {Permission::ModelsRegister, "models.register", kTenant, kScientistOnly},
    {Permission::ModelsList, "models.list", kTenant, kReaders},
    {Permission::ModelsGet, "models.get", kTenant, kReaders},
    {Permission::ModelsDownload, "models.download", kTenant, kReaders},
    {Permission::ModelsDescribe,
     "models.describe",
     kTenant,
     {kNamed, kAll, kAll, kAll, kAll, kAll, kAll, kNone}},
    {Permission::DeploymentsList, "deployments.list", kTenant, kReaders},
    {Permission::DeploymentsGet, "deployments.get", kTenant, kReaders},
    {Permission::DeploymentsCreate, "deployments.create", kTenant, kScientistOnly},
    {Permission::DeploymentsRollback, "deployments.rollback", kTenant, kScientistOnly},
    {Permission::DeploymentsStop, "deployments.stop", kTenant, kScientistOnly},
    {Permission::Predict,
     "predict",
     kTenant,
     {kNamed, kNone, kAll, kNone, kNone, kNone, kNone, kNone}},
    {Permission::MetricsRead, "metrics.read", kPlatform, kOperatorOnly},
    {Permission::SystemRead, "system.read", kPlatform, kOperatorOnly},
}};

constexpr bool RulesAreInOrder() {
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    if (static_cast<std::size_t>(kRules[i].permission) != i) {
      return false;
    }
  }
  return static_cast<std::size_t>(Permission::SystemRead) + 1 == kRules.size();
}
static_assert(RulesAreInOrder());

constexpr std::array<Permission, kRules.size()> PermissionsOfRules() {
  std::array<Permission, kRules.size()> permissions{};
  std::transform(kRules.begin(), kRules.end(), permissions.begin(),
                 [](const Rule& rule) { return rule.permission; });
  return permissions;
}
constexpr auto kPermissions = PermissionsOfRules();

const Rule& RuleOf(Permission permission) {
  return kRules.at(static_cast<std::size_t>(permission));
}

}  // namespace

Reach ReachOf(Role role, Permission permission) {
  return RuleOf(permission).reach.at(static_cast<std::size_t>(role));
}

PermissionScope ScopeOf(Permission permission) { return RuleOf(permission).scope; }

bool MayGive(Role giver, Role given) {
  switch (giver) {
    case Role::Caller:
    case Role::Viewer:
      return given == giver;
    case Role::Scientist:
      return given == Role::Scientist || given == Role::Viewer || given == Role::Caller;
    case Role::DataOwner:
    case Role::Approver:
    case Role::Auditor:
      return given == giver || given == Role::Viewer;
    case Role::TenantAdmin:
      return given != Role::Operator;
    case Role::Operator:
      return true;
  }
  return false;
}

std::string_view NameOf(Role role) { return kRoleNames.at(static_cast<std::size_t>(role)); }

std::string_view NameOf(Permission permission) { return RuleOf(permission).name; }

std::optional<Role> RoleFromName(std::string_view name) {
  const auto* const found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
  if (found == kRoleNames.end()) {
    return std::nullopt;
  }
  return static_cast<Role>(found - kRoleNames.begin());
}

std::optional<Permission> PermissionFromName(std::string_view name) {
  const auto* const found = std::find_if(kRules.begin(), kRules.end(),
                                         [&](const Rule& rule) { return rule.name == name; });
  if (found == kRules.end()) {
    return std::nullopt;
  }
  return found->permission;
}

std::span<const Role> AllRoles() { return kRoles; }

std::span<const Permission> AllPermissions() { return kPermissions; }

}  // namespace armillary::tenancy
