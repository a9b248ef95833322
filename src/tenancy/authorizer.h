#pragma once

#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"

namespace armillary::tenancy {

// Decides, from memory and without a statement, who is asking and what they may do. Thread-safe.
class Authorizer {
 public:
  // All must outlive the authorizer.
  Authorizer(Directory& directory, const keys::KeyRing& keys, const Clock& clock);

  // The identity behind `authorization`, the header's value, empty where there is none. Fails with
  // Unauthenticated, TokenMalformed, TokenUnknown, TokenExpired or TokenRevoked.
  Result<std::shared_ptr<const Identity>> Authenticate(std::string_view authorization) const;

  // Counts a request of the tenant of `who`. Fails with TooManyRequests while it sends more than
  // its quota of requests a second.
  Result<void> Count(const Identity& who) const;

  // Looks, in this order, at the tenant, its state, the environment and the permission. Another
  // tenant and a missing one fail with the same NotFound. Then TenantSuspended,
  // TenantBeingDeleted, NotFound for an unknown environment, PermissionDenied.
  Result<Access> Authorise(std::shared_ptr<const Identity> who, Permission permission,
                           const Address& address) const;

 private:
  Directory& directory_;
  const keys::KeyRing& keys_;
  const Clock& clock_;
};

}  // namespace armillary::tenancy
