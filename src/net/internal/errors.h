#pragma once

#include <cstddef>

#include "base/result.h"
#include "net/server.h"

namespace armillary::net {

// The listener's refusals that name a limit.
Error UriTooLong(const ServerOptions& options);
Error HeaderTooLarge(const ServerOptions& options);
Error TooManyFields(const ServerOptions& options);
Error BodyTooLarge(std::size_t limit);

}  // namespace armillary::net
