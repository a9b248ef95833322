#include "keys/token_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <sodium.h>
#include <span>
#include <string>

#include "base/encoding.h"

namespace armillary::keys {
namespace {

constexpr std::string_view kPrefix = "arm_";
constexpr std::size_t kIdLength = 26;
constexpr std::size_t kSecretBytes = 24;
constexpr std::size_t kSecretLength = 33;
constexpr std::size_t kChecksumLength = 6;
constexpr std::size_t kSecretAt = kPrefix.size() + kIdLength + 1;
constexpr std::size_t kChecksumAt = kSecretAt + kSecretLength;
constexpr std::string_view kIdDigits = "0123456789abcdefghjkmnpqrstvwxyz";

bool IsIdDigit(char c) { return kIdDigits.find(c) != std::string_view::npos; }

bool IsBase62(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string ChecksumOf(std::string_view text) {
  const std::uint32_t crc = Crc32(text);
  std::array<std::byte, 4> bytes{};
  for (unsigned i = 0; i < 4; ++i) {
    bytes.at(i) = static_cast<std::byte>((crc >> (24U - 8U * i)) & 0xFFU);
  }
  return ToBase62(bytes);
}

bool HasShape(std::string_view text) {
  return text.size() == kChecksumAt + kChecksumLength && text.starts_with(kPrefix) &&
         text[kSecretAt - 1] == '_' &&
         std::ranges::all_of(text.substr(kPrefix.size(), kIdLength), IsIdDigit) &&
         std::ranges::all_of(text.substr(kSecretAt), IsBase62);
}

}  // namespace

Secret NewTokenSecret(Random& random) {
  std::array<std::byte, kSecretBytes> bytes{};
  random.Fill(bytes);
  Secret secret(ToBase62(bytes));
  sodium_memzero(bytes.data(), bytes.size());
  return secret;
}

Secret MakeToken(const TokenParts& parts) {
  std::string text;
  text.reserve(kChecksumAt + kChecksumLength);
  text.append(kPrefix).append(parts.id.value).append("_").append(parts.secret.Reveal());
  text.append(ChecksumOf(text));
  return Secret(std::move(text));
}

Result<TokenParts> ParseToken(std::string_view text) {
  if (!HasShape(text) || text.substr(kChecksumAt) != ChecksumOf(text.substr(0, kChecksumAt))) {
    return Fail(ErrorCode::TokenMalformed, "the token is not one of ours or was cut");
  }
  return TokenParts{TokenId{std::string(text.substr(kPrefix.size(), kIdLength))},
                    Secret(std::string(text.substr(kSecretAt, kSecretLength)))};
}

}  // namespace armillary::keys
