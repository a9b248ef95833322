#include "tenancy/session.h"

#include <algorithm>

#include "base/encoding.h"
#include "keys/token_text.h"

namespace armillary::tenancy {
namespace {

constexpr std::string_view kPrefix = "arm_";
constexpr std::size_t kIdLength = 26;
constexpr std::size_t kSecretLength = 33;
constexpr std::size_t kSecretAt = kPrefix.size() + kIdLength + 1;
constexpr std::string_view kIdDigits = "0123456789abcdefghjkmnpqrstvwxyz";

bool IsIdDigit(char c) { return kIdDigits.find(c) != std::string_view::npos; }

bool IsBase62(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool HasShape(std::string_view text) {
  return text.size() == kSecretAt + kSecretLength && text.starts_with(kPrefix) &&
         text[kSecretAt - 1] == '.' &&
         std::ranges::all_of(text.substr(kPrefix.size(), kIdLength), IsIdDigit) &&
         std::ranges::all_of(text.substr(kSecretAt), IsBase62);
}

Digest HashFor(const keys::KeyRing& keys, std::string_view use, const SessionProof& proof) {
  const Secret text(std::string(use) + ":" + proof.id.value + ":" + proof.secret.Reveal());
  return keys.KeyedHash(AsBytes(text.Reveal()));
}

}  // namespace

SessionProof NewSessionProof(const Clock& clock, Random& random) {
  return {.id = {NewId(clock, random)}, .secret = keys::NewTokenSecret(random)};
}

Secret TextOf(const SessionProof& proof) {
  std::string text;
  text.reserve(kSecretAt + kSecretLength);
  text.append(kPrefix).append(proof.id.value).append(".").append(proof.secret.Reveal());
  return Secret(std::move(text));
}

Result<SessionProof> ParseSession(std::string_view text) {
  if (!HasShape(text)) {
    return Fail(ErrorCode::SessionUnknown, "the session is not one of ours or was cut", "Cookie");
  }
  return SessionProof{.id = {std::string(text.substr(kPrefix.size(), kIdLength))},
                      .secret = Secret(std::string(text.substr(kSecretAt)))};
}

Digest HashOfSession(const keys::KeyRing& keys, const SessionProof& proof) {
  return HashFor(keys, "session", proof);
}

Secret CsrfTokenOf(const keys::KeyRing& keys, const SessionProof& proof) {
  return Secret(HashFor(keys, "csrf", proof).ToHex());
}

bool IsCsrfToken(const keys::KeyRing& keys, const SessionProof& proof, std::string_view given) {
  const auto digest = Digest::FromHex(given);
  return digest && keys::Equal(*digest, HashFor(keys, "csrf", proof));
}

std::string KeptUserAgent(std::string_view sent) {
  std::string kept(sent.substr(0, kMostUserAgent));
  std::ranges::replace_if(kept, [](char c) { return c < ' ' || c > '~'; }, '?');
  return kept;
}

}  // namespace armillary::tenancy
