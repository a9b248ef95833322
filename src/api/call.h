#pragma once

#include <utility>

#include "net/gate.h"
#include "net/message.h"
#include "tenancy/access.h"

namespace armillary::api {

// What the gate proved of a request on its way to a handler.
class Caller : public net::Admitted {
 public:
  explicit Caller(tenancy::Access access) : access_(std::move(access)) {}

  const tenancy::Access& access() const { return access_; }

 private:
  tenancy::Access access_;
};

// Asserts that the request came through the gate: not for public routes.
const tenancy::Access& AccessOf(const net::Request& request);
const tenancy::Access& AccessOf(const net::Admitted& admitted);

}  // namespace armillary::api
