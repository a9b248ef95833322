#pragma once

#include <memory>

#include "net/gate.h"
#include "tenancy/authorizer.h"

namespace armillary::api {

// Lets a request through the listener if its token may do what the route's policy names, in the
// tenant and environment of the address. Decides from memory. Thread-safe.
class TokenGate : public net::Gate {
 public:
  // `authorizer` must outlive the gate.
  explicit TokenGate(const tenancy::Authorizer& authorizer);

  Result<std::unique_ptr<net::Admitted>> Admit(const net::Route& route,
                                               const net::RequestHead& head) override;
  net::Response Refuse(const Error& error, const net::Route* route,
                       const net::RequestHead& head) override;

 private:
  const tenancy::Authorizer& authorizer_;
};

}  // namespace armillary::api
