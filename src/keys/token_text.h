#pragma once

#include <string_view>

#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace armillary::keys {

// What a token says: which one it is, and the proof that its bearer was given it.
struct TokenParts {
  TokenId id;
  Secret secret;
};

// 33 base-62 characters of 192 random bits.
Secret NewTokenSecret(Random& random);

// arm_<id>_<secret><checksum>, 70 characters: the id as NewId makes it, the checksum CRC-32 of all
// before it, as 6 base-62 digits.
Secret MakeToken(const TokenParts& parts);

// Fails with TokenMalformed, without a look at any store, for what MakeToken cannot have made; the
// error does not repeat the text.
Result<TokenParts> ParseToken(std::string_view text);

}  // namespace armillary::keys
