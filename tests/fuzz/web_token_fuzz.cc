// Any bytes as a signed JSON web token, and as an issuer's set of keys. Nobody has the private half
// of the key here, so nothing may pass for signed by it; what is read of a head is of what is
// allowed.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "keys/web_token.h"

namespace {

using armillary::ErrorCode;
using armillary::keys::Algorithm;
using armillary::keys::IssuerKeys;
using armillary::keys::ReadHead;

constexpr std::array kAllowed{Algorithm::Rs256, Algorithm::Es256};

// The example of RFC 7517.
constexpr std::string_view kKeys = R"({"keys":[{"kty":"EC","crv":"P-256","kid":"1",
  "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
  "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const IssuerKeys keys = IssuerKeys::Parse(kKeys).value();
  ARM_ASSERT(keys.Size() == 1);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto head = ReadHead(text, kAllowed)) {
    ARM_ASSERT(std::ranges::count(text, '.') == 2);
    ARM_ASSERT(std::ranges::find(kAllowed, head->algorithm) != kAllowed.end());
    ARM_ASSERT(!keys.Verify(text, *head));
  } else {
    ARM_ASSERT(head.error().code == ErrorCode::InvalidFormat);
  }
  if (const auto others = IssuerKeys::Parse(text)) {
    ARM_ASSERT(others->Size() <= armillary::keys::kMostIssuerKeys);
  }
  return 0;
}
