#include "outbound/address_rule.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/assert.h"
#include "outbound/internal/curl.h"

namespace armillary::outbound {
namespace {

constexpr std::size_t kMostUrl = 2000;
constexpr std::size_t kShort = 4;  // Bytes of an IPv4 address.
constexpr std::size_t kLong = 16;

// The addresses whose first `bits` are those of `first`.
struct Network {
  std::array<std::uint8_t, kLong> first;
  std::size_t bits;
  Place place;
};

// The first that fits decides.
constexpr std::array kShortNetworks{
    Network{{127}, 8, Place::Loopback},     Network{{10}, 8, Place::Private},
    Network{{172, 16}, 12, Place::Private}, Network{{192, 168}, 16, Place::Private},
    Network{{100, 64}, 10, Place::Private}, Network{{198, 18}, 15, Place::Private},
    Network{{0}, 8, Place::Never},          Network{{169, 254}, 16, Place::Never},
    Network{{192, 0, 0}, 24, Place::Never}, Network{{224}, 4, Place::Never},
    Network{{240}, 4, Place::Never},
};
constexpr std::array kLongNetworks{
    Network{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, Place::Loopback},
    Network{{0}, 8, Place::Never},
    Network{{0x01}, 8, Place::Never},
    Network{{0xfc}, 7, Place::Private},
    Network{{0xfe, 0x80}, 10, Place::Never},
    Network{{0xfe, 0xc0}, 10, Place::Never},
    Network{{0xff}, 8, Place::Never},
};

// Where an address of IPv6 keeps one of IPv4.
struct Wrapping {
  std::array<std::uint8_t, 12> first;
  std::size_t bytes;
};
constexpr std::array kWrappings{
    Wrapping{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 12},  // Mapped.
    Wrapping{{0x00, 0x64, 0xff, 0x9b}, 12},                    // NAT64.
    Wrapping{{0x20, 0x02}, 2},                                 // 6to4.
};

bool IsIn(std::span<const std::byte> address, const Network& network) {
  for (std::size_t bit = 0; bit < network.bits; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    const unsigned differs = std::to_integer<unsigned>(address[bit / 8]) ^ network.first[bit / 8];
    if ((differs & mask) != 0) {
      return false;
    }
  }
  return true;
}

template <std::size_t N>
Place FirstOf(std::span<const std::byte> address, const std::array<Network, N>& networks) {
  const auto* const found =
      std::ranges::find_if(networks, [&](const Network& one) { return IsIn(address, one); });
  return found == networks.end() ? Place::Public : found->place;
}

bool IsWrapped(std::span<const std::byte> address, const Wrapping& wrapping) {
  return std::ranges::equal(
      address.first(wrapping.bytes), std::span(wrapping.first).first(wrapping.bytes),
      [](std::byte left, std::uint8_t right) { return std::to_integer<unsigned>(left) == right; });
}

bool NamesThisMachine(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

tl::unexpected<Error> RefuseUrl(std::string message) {
  return Fail(Error{.code = ErrorCode::InvalidFormat,
                    .message = std::move(message),
                    .rule = "https://host[:port]/path, or http:// to this machine"});
}

}  // namespace

Place PlaceOf(std::span<const std::byte> address) {
  ARM_ASSERT(address.size() == kShort || address.size() == kLong);
  if (address.size() == kShort) {
    return FirstOf(address, kShortNetworks);
  }
  for (const Wrapping& wrapping : kWrappings) {
    if (IsWrapped(address, wrapping)) {
      return FirstOf(address.subspan(wrapping.bytes, kShort), kShortNetworks);
    }
  }
  return FirstOf(address, kLongNetworks);
}

bool MayCall(bool is_encrypted, Place place) {
  return is_encrypted ? place != Place::Never : place == Place::Loopback;
}

Result<void> CheckUrl(std::string_view url) {
  if (url.size() > kMostUrl) {
    return RefuseUrl("the address is longer than 2000 characters");
  }
  const auto parsed = Url::Parse(url);
  if (!parsed) {
    return RefuseUrl("this is no address of a server");
  }
  const std::string scheme = parsed->Part(CURLUPART_SCHEME);
  const std::string host = parsed->Part(CURLUPART_HOST);
  const bool is_plain = !parsed->Has(CURLUPART_USER) && !parsed->Has(CURLUPART_PASSWORD) &&
                        !parsed->Has(CURLUPART_FRAGMENT) && !host.empty();
  if (!is_plain) {
    return RefuseUrl("the address has a user or a fragment");
  }
  if (scheme == "https" || (scheme == "http" && NamesThisMachine(host))) {
    return {};
  }
  return RefuseUrl("the address is not https");
}

}  // namespace armillary::outbound
