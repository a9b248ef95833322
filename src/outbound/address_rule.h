#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace armillary::outbound {

// What kind of place an IP address names.
enum class Place : std::uint8_t {
  Loopback,  // This machine.
  Private,   // A network of the operator's own.
  Public,
  Never,  // No server of anybody's: unspecified, link-local (where clouds keep a machine's
          // credentials), multicast, reserved.
};

// `address` has 4 or 16 bytes in network order. One of IPv6 that stands for one of IPv4 (mapped,
// NAT64, 6to4) is what that one is.
Place PlaceOf(std::span<const std::byte> address);

// May a call that began with this scheme go there? Over TLS anywhere but to Never; in the clear to
// this machine only.
bool MayCall(bool is_encrypted, Place place);

// Fails with InvalidFormat unless `url` is https://host[:port][/path][?query], or http:// where the
// host is a name of this machine, with no user and no fragment, of at most 2,000 characters.
Result<void> CheckUrl(std::string_view url);

}  // namespace armillary::outbound
