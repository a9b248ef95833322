#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

class MachineTokens;

// Decides, from memory and without a statement, who is asking and what they may do. Thread-safe.
class Authorizer {
 public:
  // All must outlive the authorizer. `idle`: how long a session lasts without a request.
  // `machines`: who knows the tokens of machines, if any are taken.
  Authorizer(Directory& directory, const keys::KeyRing& keys, const Clock& clock,
             std::chrono::milliseconds idle = SessionLimits{}.idle,
             MachineTokens* machines = nullptr);

  // The identity behind `authorization`, the header's value, empty where there is none. Fails with
  // Unauthenticated, TokenMalformed, TokenUnknown, TokenExpired or TokenRevoked.
  // Fails, too, with PersonDisabled where the principal is that of a person who is, or whom the
  // identity provider does not vouch for any more.
  Result<std::shared_ptr<const Identity>> Authenticate(std::string_view authorization) const;

  // A machine that `authorization` names by a token of the identity provider, as the service
  // account that it is let in as in the tenant of the address, which must name one. Fails with
  // IdentityTokenRefused or IdentityProviderUnavailable, and as Authenticate for all other tokens.
  Result<std::shared_ptr<const Identity>> Authenticate(std::string_view authorization,
                                                       const Address& address) const;

  // The person who is signed in, as what they are where `address` points: the first of their
  // memberships that may do `permission` there, of these: the tenant in the address, the house, the
  // others. If none may, the first of them, which is then refused. Fails with SessionUnknown,
  // SessionEnded, PersonDisabled, or PermissionDenied for somebody who is nothing anywhere.
  Result<std::shared_ptr<const Identity>> AuthenticateSession(const SessionProof& proof,
                                                              Permission permission,
                                                              const Address& address) const;

  // Whether `given` is the session's own CSRF token.
  bool ProvesPage(const SessionProof& proof, std::string_view given) const;

  // Counts a request of the tenant of `who`. Fails with TooManyRequests while it sends more than
  // its quota of requests a second.
  Result<void> Count(const Identity& who) const;

  // Looks, in this order, at the tenant, its state, the environment and the permission. Another
  // tenant and a missing one fail with the same NotFound. Then TenantSuspended,
  // TenantBeingDeleted, NotFound for an unknown environment, PermissionDenied.
  Result<Access> Authorise(std::shared_ptr<const Identity> who, Permission permission,
                           const Address& address) const;

  // The same for somebody who was let in before, as things are by now: for an answer that goes on.
  // Is no request: it keeps no session awake. Fails as Authenticate or AuthenticateSession with
  // what has ended since, and as Authorise.
  Result<Access> AuthoriseAgain(const Identity& who, Permission permission,
                                const Address& address) const;
  // As long as this stays the same, AuthoriseAgain answers differently only because time passes.
  std::uint64_t Changes() const { return directory_.Changes(); }

 private:
  Result<void> CheckAwake(const SessionRecord& session) const;
  Result<std::shared_ptr<const PersonRecord>> FindPerson(const SessionRecord& session) const;
  Result<std::shared_ptr<const Identity>> FindAgain(const Identity& who, Permission permission,
                                                    const Address& address) const;
  Result<std::shared_ptr<const Identity>> AsMember(const PersonRecord& person,
                                                   const Session& session, Permission permission,
                                                   const Address& address) const;
  // None where the tenant is not there.
  std::shared_ptr<const Identity> IdentityAs(const Membership& membership, const Session& session,
                                             const Address& address) const;
  Result<void> CheckVouched(const PrincipalId& principal) const;
  bool MayDo(const Identity& who, Permission permission, const Address& address) const;

  Directory& directory_;
  const keys::KeyRing& keys_;
  const Clock& clock_;
  const std::chrono::milliseconds idle_;
  MachineTokens* const machines_;
};

}  // namespace armillary::tenancy
