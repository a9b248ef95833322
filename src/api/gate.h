#pragma once

#include <memory>

#include "base/log.h"
#include "net/gate.h"
#include "tenancy/authorizer.h"

namespace armillary::api {

// Lets a request through the listener if its token may do what the route's policy names, in the
// tenant and environment of the address. Decides from memory. Thread-safe.
class TokenGate : public net::Gate {
 public:
  // Both must outlive the gate.
  TokenGate(const tenancy::Authorizer& authorizer, const Log& log);

  Result<std::unique_ptr<net::Admitted>> Admit(const net::Route& route,
                                               const net::RequestHead& head) override;
  net::Response Refuse(const Error& error, const net::Route* route,
                       const net::RequestHead& head) override;

 private:
  const tenancy::Authorizer& authorizer_;
  const Log& log_;
};

}  // namespace armillary::api
