#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "net/server.h"

namespace armillary::net {

// The listener's refusals that name a limit.
Error UriTooLong(const ServerOptions& options);
Error HeaderTooLarge(const ServerOptions& options);
Error TooManyFields(const ServerOptions& options);
Error BodyTooLarge(std::size_t limit);

// What the two files of TLS are called in the configuration.
constexpr std::string_view kCertificateField = "tls.certificate";
constexpr std::string_view kKeyField = "tls.key";

// Names no path, so that anybody may read its message.
Error CertificateUnusable(std::string_view field, std::string_view why);

}  // namespace armillary::net
