#include "tenancy/sign_in_link.h"

#include <array>
#include <sodium.h>
#include <span>

#include "base/encoding.h"

namespace armillary::tenancy {
namespace {

constexpr std::size_t kCodeBytes = 16;
constexpr std::size_t kIdBytes = 8;

}  // namespace

Secret NewSignInCode(Random& random) {
  std::array<std::byte, kCodeBytes> bytes{};
  random.Fill(bytes);
  Secret code(ToBase62(bytes));
  sodium_memzero(bytes.data(), bytes.size());
  return code;
}

Digest HashOfCode(const keys::KeyRing& keys, const Secret& code) {
  const Secret text("sign-in:" + code.Reveal());
  return keys.KeyedHash(AsBytes(text.Reveal()));
}

SignInLinkId LinkOfHash(const Digest& hash) {
  return {ToHex(std::span(hash.bytes).first(kIdBytes))};
}

}  // namespace armillary::tenancy
