#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/id.h"
#include "base/result.h"
#include "metadata/scope.h"
#include "tenancy/identity.h"
#include "tenancy/role.h"

namespace armillary::tenancy {

// Where a request points. Absent parts mean the token's own.
struct Address {
  std::optional<TenantName> tenant = {};
  std::optional<EnvironmentName> environment = {};
};

// The proof that a principal was let in: to one tenant and environment, with one permission.
//
// Services take it first, and only the Authorizer makes one, so no service can be called for a
// tenant that nobody was let into. Cheap to copy.
class Access {
 public:
  const Identity& Who() const { return *who_; }
  const TenantRecord& Tenant() const { return *tenant_; }
  const EnvironmentName& Environment() const { return environment_; }
  Permission Granted() const { return permission_; }
  Reach GrantedReach() const { return reach_; }

  // The right to the rows of Tenant().
  metadata::TenantScope Scope() const { return metadata::TenantScope(tenant_->id); }

  // Fails with PermissionDenied unless this access was given for `permission`: the second fence
  // behind the route's policy.
  Result<void> Require(Permission permission) const;

  // Fails with PermissionDenied if the reach is Named and the token does not name `model`.
  Result<void> RequireModel(const ModelName& model) const;

  // Would the same principal be let in for `permission`: here, in another environment, in another
  // tenant? For the `can` list of an object.
  bool Could(Permission permission) const;
  bool CouldAt(Permission permission, const EnvironmentName& environment) const;
  bool CouldIn(Permission permission, const TenantRecord& tenant) const;

  // The same principal in the tenant that it just made, where its chain of audit events begins.
  // Only for an access that was given for TenantsCreate.
  Access ForCreated(TenantRecord tenant) const;

  // The platform itself in one tenant, under the right to all of them.
  static Access ForPlatform(const metadata::SystemScope& scope, Identity platform,
                            Permission permission);

 private:
  friend class Authorizer;
  friend class TestAccess;
  Access(std::shared_ptr<const Identity> who, std::shared_ptr<const TenantRecord> tenant,
         EnvironmentName environment, Permission permission, Reach reach)
      : who_(std::move(who)),
        tenant_(std::move(tenant)),
        environment_(std::move(environment)),
        permission_(permission),
        reach_(reach) {}

  std::shared_ptr<const Identity> who_;
  std::shared_ptr<const TenantRecord> tenant_;
  EnvironmentName environment_;
  Permission permission_;
  Reach reach_;
};

// What a service needs to know of one request beside who asks: for the audit log and for retries.
struct Call {
  RequestId request;
  // Of the header Idempotency-Key: the key, the route's operation and the hash of the request.
  struct Retry {
    std::string key;
    std::string operation;
    std::string request_hash;  // 64 hexadecimal digits.
  };
  std::optional<Retry> retry = {};
};

}  // namespace armillary::tenancy
