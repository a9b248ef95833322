#pragma once

#include <array>
#include <filesystem>
#include <sodium.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace armillary::keys {

// 32 bytes that are wiped when they go.
struct KeyBytes {
  std::array<unsigned char, 32> bytes{};

  KeyBytes() = default;
  KeyBytes(const KeyBytes&) = default;
  KeyBytes& operator=(const KeyBytes&) = default;
  ~KeyBytes() { sodium_memzero(bytes.data(), bytes.size()); }
};

KeyBytes NewKey(Random& random);

// Base64url of 32 bytes. Fails with InvalidFormat.
Result<KeyBytes> DecodeKey(std::string_view text);
Secret EncodeKey(const KeyBytes& key);

// What `keyring` holds: the three keys, and the public halves of former signing keys.
struct KeyFile {
  KeyBytes signing;
  KeyBytes hashing;
  KeyBytes sealing;
  std::vector<KeyBytes> verifying;
};

KeyFile NewKeyFile(Random& random);

// One key a line, `<use> <base64url>`. Fails with InvalidFormat, naming the line.
Result<KeyFile> ParseKeyFile(std::string_view text);
Secret FormatKeyFile(const KeyFile& keys);

// Both fail with DataFolderUnusable; reading also where others than the owner have any right to
// the folder or the file, naming the chmod.
Result<KeyFile> ReadKeyFile(FileSystem& files, const std::filesystem::path& folder);
Result<void> WriteKeyFile(FileSystem& files, const std::filesystem::path& folder,
                          const KeyFile& keys);
Result<bool> HasKeyFile(FileSystem& files, const std::filesystem::path& folder);

// The key behind `file:/path` or `env:NAME`. Fails with ConfigInvalidValue on `field`.
Result<KeyBytes> ReadReference(FileSystem& files, std::string_view reference,
                               std::string_view field);

}  // namespace armillary::keys
