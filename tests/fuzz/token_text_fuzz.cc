// Any bytes as a token. What is taken for one must be what MakeToken makes of its parts; and of any
// parts, MakeToken makes a token that is refused or gives them back.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "keys/token_text.h"

namespace {

using armillary::ErrorCode;
using armillary::Secret;
using armillary::TokenId;
using armillary::keys::MakeToken;
using armillary::keys::ParseToken;

constexpr std::size_t kIdLength = 26;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto parts = ParseToken(text)) {
    ARM_ASSERT(MakeToken(*parts).Reveal() == text);
  } else {
    ARM_ASSERT(parts.error().code == ErrorCode::TokenMalformed);
    ARM_ASSERT(parts.error() == ParseToken("").error());  // It does not repeat the text.
  }

  const std::string_view id = text.substr(0, kIdLength);
  const std::string_view secret = text.substr(id.size());
  const Secret made = MakeToken({TokenId{std::string(id)}, Secret(std::string(secret))});
  if (const auto parts = ParseToken(made.Reveal())) {
    ARM_ASSERT(parts->id.value == id && parts->secret.Reveal() == secret);
  }
  return 0;
}
