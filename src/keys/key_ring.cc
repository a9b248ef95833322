#include "keys/key_ring.h"

#include <algorithm>
#include <sodium.h>
#include <utility>

#include "base/assert.h"
#include "base/encoding.h"
#include "keys/internal/key_file.h"

namespace armillary::keys {
namespace {

constexpr std::size_t kKeyIdDigits = 16;
constexpr std::byte kSealFormat{1};
constexpr std::size_t kNonceAt = 1;
constexpr std::size_t kCipherAt = kNonceAt + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* Raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* RawOut(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

// An Ed25519 key pair as libsodium keeps it: the seed, then the public half.
class SigningKey {
 public:
  explicit SigningKey(const KeyBytes& seed) {
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> unused{};
    ARM_ASSERT(crypto_sign_seed_keypair(unused.data(), pair_.data(), seed.bytes.data()) == 0);
  }
  ~SigningKey() { sodium_memzero(pair_.data(), pair_.size()); }
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  KeyBytes Public() const {
    KeyBytes key;
    std::copy_n(pair_.begin() + crypto_sign_SEEDBYTES, key.bytes.size(), key.bytes.begin());
    return key;
  }

  std::array<std::byte, 64> Sign(std::span<const std::byte> bytes) const {
    std::array<std::byte, 64> signature{};
    ARM_ASSERT(crypto_sign_detached(RawOut(signature), nullptr, Raw(bytes), bytes.size(),
                                    pair_.data()) == 0);
    return signature;
  }

 private:
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> pair_{};
};

PublicKey Publish(const KeyBytes& key) {
  PublicKey published;
  std::ranges::copy(std::as_bytes(std::span(key.bytes)), published.bytes.begin());
  published.id.value = Sha256(published.bytes).ToHex().substr(0, kKeyIdDigits);
  return published;
}

bool NeedsFolder(const KeySources& sources) {
  return sources.signing.empty() || sources.hashing.empty() || sources.sealing.empty();
}

Result<KeyFile> OpenFolder(const KeySources& sources, FileSystem& files, Random& random) {
  ARM_TRY(const bool exists, HasKeyFile(files, sources.folder));
  if (!exists && sources.if_missing == KeySources::IfMissing::Create) {
    ARM_CHECK(WriteKeyFile(files, sources.folder, NewKeyFile(random)));
  }
  return ReadKeyFile(files, sources.folder);
}

Result<void> Override(KeyBytes& key, FileSystem& files, const std::string& reference,
                      std::string_view field) {
  if (!reference.empty()) {
    ARM_TRY(key, ReadReference(files, reference, field));
  }
  return {};
}

Result<void> AddFormerKeys(const std::vector<std::string>& texts, KeyFile& keys) {
  for (const std::string& text : texts) {
    const auto key = DecodeKey(text);
    if (!key) {
      return Fail(ErrorCode::ConfigInvalidValue, "keys.verifying: " + key.error().message,
                  "keys.verifying", "32 bytes in base64url");
    }
    keys.verifying.push_back(*key);
  }
  return {};
}

Result<KeyFile> Gather(const KeySources& sources, FileSystem& files, Random& random) {
  KeyFile keys;
  if (NeedsFolder(sources)) {
    ARM_TRY(keys, OpenFolder(sources, files, random));
    // What the folder's own key signed stays valid when a reference takes its place.
    keys.verifying.push_back(SigningKey(keys.signing).Public());
  }
  ARM_CHECK(Override(keys.signing, files, sources.signing, "keys.signing"));
  ARM_CHECK(Override(keys.hashing, files, sources.hashing, "keys.hashing"));
  ARM_CHECK(Override(keys.sealing, files, sources.sealing, "keys.sealing"));
  ARM_CHECK(AddFormerKeys(sources.verifying, keys));
  return keys;
}

void AddOnce(std::vector<PublicKey>& keys, const PublicKey& key) {
  if (std::ranges::find(keys, key) == keys.end()) {
    keys.push_back(key);
  }
}

}  // namespace

struct KeyRing::State {
  State(const KeyFile& keys, Random& source)
      : signing(keys.signing), hashing(keys.hashing), sealing(keys.sealing), random(source) {
    AddOnce(publics, Publish(signing.Public()));
    for (const KeyBytes& former : keys.verifying) {
      AddOnce(publics, Publish(former));
    }
  }

  const SigningKey signing;
  const KeyBytes hashing;
  const KeyBytes sealing;
  std::vector<PublicKey> publics;
  Random& random;
};

Result<KeyRing> KeyRing::Open(const KeySources& sources, FileSystem& files, Random& random) {
  ARM_ASSERT(sodium_init() >= 0);
  ARM_TRY(const KeyFile keys, Gather(sources, files, random));
  return KeyRing(std::make_unique<State>(keys, random));
}

Result<KeyId> KeyRing::RotateSigning(const KeySources& sources, FileSystem& files, Random& random) {
  ARM_ASSERT(sodium_init() >= 0);
  ARM_TRY(KeyFile keys, ReadKeyFile(files, sources.folder));
  keys.verifying.insert(keys.verifying.begin(), SigningKey(keys.signing).Public());
  keys.signing = NewKey(random);
  ARM_CHECK(WriteKeyFile(files, sources.folder, keys));
  return Publish(SigningKey(keys.signing).Public()).id;
}

KeyRing::KeyRing(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyRing::KeyRing(KeyRing&&) noexcept = default;
KeyRing& KeyRing::operator=(KeyRing&&) noexcept = default;
KeyRing::~KeyRing() = default;

Signature KeyRing::Sign(std::span<const std::byte> bytes) const {
  return {state_->publics.front().id, state_->signing.Sign(bytes)};
}

Result<void> KeyRing::Verify(std::span<const std::byte> bytes, const Signature& signature) const {
  const auto key = std::ranges::find(state_->publics, signature.key, &PublicKey::id);
  if (key == state_->publics.end()) {
    return Fail(ErrorCode::SignatureInvalid, "the key of the signature is not known here");
  }
  if (crypto_sign_verify_detached(Raw(signature.bytes), Raw(bytes), bytes.size(),
                                  Raw(key->bytes)) != 0) {
    return Fail(ErrorCode::SignatureInvalid, "the signature does not fit what it signs");
  }
  return {};
}

std::span<const PublicKey> KeyRing::PublicKeys() const { return state_->publics; }

Digest KeyRing::KeyedHash(std::span<const std::byte> bytes) const {
  static_assert(crypto_auth_hmacsha256_BYTES == sizeof(Digest::bytes));
  Digest digest;
  crypto_auth_hmacsha256(RawOut(digest.bytes), Raw(bytes), bytes.size(),
                         state_->hashing.bytes.data());
  return digest;
}

std::vector<std::byte> KeyRing::Seal(std::span<const std::byte> plain,
                                     std::span<const std::byte> associated) const {
  std::vector<std::byte> sealed(kCipherAt + plain.size() + kTagBytes, kSealFormat);
  const std::span<std::byte> nonce = std::span(sealed).subspan(kNonceAt, kCipherAt - kNonceAt);
  state_->random.Fill(nonce);
  ARM_ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                 RawOut(std::span(sealed).subspan(kCipherAt)), nullptr, Raw(plain), plain.size(),
                 Raw(associated), associated.size(), nullptr, Raw(nonce),
                 state_->sealing.bytes.data()) == 0);
  return sealed;
}

Result<std::vector<std::byte>> KeyRing::Unseal(std::span<const std::byte> sealed,
                                               std::span<const std::byte> associated) const {
  const auto refusal = Fail(ErrorCode::StorageCorrupt, "a sealed value cannot be opened");
  if (sealed.size() < kCipherAt + kTagBytes || sealed.front() != kSealFormat) {
    return refusal;
  }
  const std::span<const std::byte> nonce = sealed.subspan(kNonceAt, kCipherAt - kNonceAt);
  const std::span<const std::byte> cipher = sealed.subspan(kCipherAt);
  std::vector<std::byte> plain(cipher.size() - kTagBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(RawOut(plain), nullptr, nullptr, Raw(cipher),
                                                 cipher.size(), Raw(associated), associated.size(),
                                                 Raw(nonce), state_->sealing.bytes.data()) != 0) {
    return refusal;
  }
  return plain;
}

bool Equal(const Digest& a, const Digest& b) {
  return sodium_memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) == 0;
}

}  // namespace armillary::keys
