#pragma once

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/token.h"

namespace armillary::tenancy {

// The tokens of a tenant. Thread-safe.
//
// With Reach::Own a principal sees, makes and revokes its own tokens only: what belongs to others
// is NotFound, and to make one for another principal, or for another environment than the asking
// token's, or one that ends later than it, is PermissionDenied. So it is, for everybody whose token
// has scopes, to make one with others than these; one made without scopes gets the same.
class TokenService {
 public:
  // All must outlive the service.
  TokenService(metadata::Database& database, Directory& directory, const keys::KeyRing& keys,
               const Clock& clock, Random& random);

  // TokensCreate. Valid at once in this process. Fails with NotFound on the field principal,
  // NotOneOf on environment, MissingField on role, RoleNotGrantable, QuotaExceeded, SecretShownOnce
  // (naming the id, for a retry) and as CheckTokenDraft.
  Result<NewToken> Create(const Access& access, const Call& call, const TokenDraft& draft);

  // TokensList.
  Result<Page<Token>> List(const Access& access, const ListRequest& request) const;

  // TokensRevoke. In effect at once in this process, within a second in others; a second time
  // changes nothing and answers the same. Fails with NotFound or LastOperatorToken.
  Result<Token> Revoke(const Access& access, const Call& call, const TokenId& id);

 private:
  metadata::Database& database_;
  Directory& directory_;
  const keys::KeyRing& keys_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace armillary::tenancy
