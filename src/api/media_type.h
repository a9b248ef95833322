#pragma once

#include <string_view>

#include "base/result.h"
#include "net/message.h"

namespace armillary::api {

// Fails with UnsupportedMediaType if Content-Type says that the body is something else than
// `expected`, which is in lower case. Parameters after the type are of no matter, and a body
// without the header is taken for what is expected.
Result<void> CheckMediaType(const net::RequestHead& head, std::string_view expected);

}  // namespace armillary::api
