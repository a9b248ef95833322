#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/file_system.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"

namespace armillary::keys {

// Names a signing key: the first 16 hexadecimal digits of the hash of its public half.
using KeyId = Id<struct KeyTag>;

// An Ed25519 signature and the key that made it.
struct Signature {
  KeyId key;
  std::array<std::byte, 64> bytes{};

  bool operator==(const Signature&) const = default;
};

// The public half of a signing key, which may be shown to anybody.
struct PublicKey {
  KeyId id;
  std::array<std::byte, 32> bytes{};

  bool operator==(const PublicKey&) const = default;
};

// Where the keys come from. A reference (`file:/path` or `env:NAME`) holds one key of 32 bytes in
// base64url and beats what the folder holds.
struct KeySources {
  enum class IfMissing : std::uint8_t { Create, Refuse };

  std::filesystem::path folder;  // Holds one file, `keyring`, with all that has no reference.
  IfMissing if_missing = IfMissing::Refuse;
  std::string signing = {};
  std::string hashing = {};
  std::string sealing = {};
  std::vector<std::string> verifying = {};  // Public halves of former keys, in base64url.
};

// The server's own keys: for signing what others must be able to check, for hashing secrets that
// need not be read again, for sealing those that must.
//
// Immutable and thread-safe. No key leaves it, other than public ones. What is signed, hashed or
// associated should begin with a word for what it is, so that nothing made for one use passes in
// another.
class KeyRing {
 public:
  // `random` must outlive the result. On the first start (Create) makes the folder (0700) and the
  // file (0600), crash-safely. Fails with DataFolderUnusable if others may read the folder or a
  // file (naming the chmod that mends it), or if there are no keys (Refuse); with
  // ConfigInvalidValue for a reference that cannot be used.
  static Result<KeyRing> Open(const KeySources& sources, FileSystem& files, Random& random);

  // Makes a new signing key in the folder and keeps the public half of the old one for Verify.
  // Seen by rings opened after it. Not while another process does the same.
  static Result<KeyId> RotateSigning(const KeySources& sources, FileSystem& files, Random& random);

  KeyRing(KeyRing&&) noexcept;
  KeyRing& operator=(KeyRing&&) noexcept;
  ~KeyRing();

  Signature Sign(std::span<const std::byte> bytes) const;
  // Fails with SignatureInvalid, also for a key that is neither ours nor one of our former ones.
  Result<void> Verify(std::span<const std::byte> bytes, const Signature& signature) const;
  // The key that signs comes first, former ones follow.
  std::span<const PublicKey> PublicKeys() const;

  // HMAC-SHA-256: for secrets too long to guess. Compare with Equal.
  Digest KeyedHash(std::span<const std::byte> bytes) const;

  // XChaCha20-Poly1305. `associated` is not kept: the same must be given to Unseal, so a value
  // sealed for one owner cannot be opened as another's.
  std::vector<std::byte> Seal(std::span<const std::byte> plain,
                              std::span<const std::byte> associated) const;
  // Fails with StorageCorrupt for anything but what Seal gave for `associated`.
  Result<std::vector<std::byte>> Unseal(std::span<const std::byte> sealed,
                                        std::span<const std::byte> associated) const;

 private:
  struct State;
  explicit KeyRing(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

// Takes as long wherever the two differ.
bool Equal(const Digest& a, const Digest& b);

}  // namespace armillary::keys
