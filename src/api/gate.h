#pragma once

#include <memory>

#include "net/gate.h"
#include "tenancy/authorizer.h"

namespace armillary::api {

// Lets a request through the listener if its token, or the session in its cookie, may do what the
// route's policy names, in the tenant and environment of the address. Decides from memory.
// Thread-safe.
//
// The cookie is looked at only under /api/v1, and only where there is no token. A change that it
// lets in must come from our own pages: it has the session's X-CSRF-Token, and the browser names no
// other origin.
class TokenGate : public net::Gate {
 public:
  // `authorizer` must outlive the gate.
  explicit TokenGate(const tenancy::Authorizer& authorizer);

  Result<std::unique_ptr<net::Admitted>> Admit(const net::Route& route,
                                               const net::RequestHead& head) override;
  net::Response Refuse(const Error& error, const net::Route* route,
                       const net::RequestHead& head) override;

 private:
  Result<std::shared_ptr<const tenancy::Identity>> WhoAsks(const net::Route& route,
                                                           const net::RequestHead& head,
                                                           tenancy::Permission permission,
                                                           const tenancy::Address& address) const;

  const tenancy::Authorizer& authorizer_;
};

}  // namespace armillary::api
