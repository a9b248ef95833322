#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace armillary::tenancy {

enum class Role : std::uint8_t {
  Caller,
  Viewer,
  Scientist,
  DataOwner,
  Approver,
  TenantAdmin,
  Auditor,
  Operator,
};

// What a route asks for and a role grants. The name on the wire is noun.verb.
enum class Permission : std::uint8_t {
  SelfRead,
  SelfSession,
  SelfPreferences,
  SelfStream,
  SignInLinksCreate,
  TenantsCreate,
  TenantsList,
  TenantsGet,
  TenantsUpdate,
  TeamsCreate,
  TeamsList,
  EnvironmentsList,
  PrincipalsCreate,
  PrincipalsList,
  TokensCreate,
  TokensList,
  TokensRevoke,
  SubjectsCreate,
  SubjectsList,
  SubjectsDelete,
  QuotasGet,
  QuotasUpdate,
  AuditList,
  AuditVerify,
  ModelsRegister,
  ModelsList,
  ModelsGet,
  ModelsDownload,
  ModelsDescribe,
  DeploymentsList,
  DeploymentsGet,
  DeploymentsCreate,
  DeploymentsRollback,
  DeploymentsStop,
  Predict,
  MetricsRead,
  SystemRead,
};

// How far a role's permission goes: nowhere, the models that the token names, what the principal
// itself owns, or the whole tenant.
enum class Reach : std::uint8_t { None, Named, Own, All };

// What the permission is about: the caller, the platform, or the tenant in the address.
enum class PermissionScope : std::uint8_t { Self, House, Tenant };

Reach ReachOf(Role role, Permission permission);
PermissionScope ScopeOf(Permission permission);

// May a principal of role `giver` give `given` to a person or to a token?
bool MayGive(Role giver, Role given);

std::string_view NameOf(Role role);
std::string_view NameOf(Permission permission);
std::optional<Role> RoleFromName(std::string_view name);
std::optional<Permission> PermissionFromName(std::string_view name);
std::span<const Role> AllRoles();
std::span<const Permission> AllPermissions();

}  // namespace armillary::tenancy
