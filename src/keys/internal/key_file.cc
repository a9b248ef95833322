#include "keys/internal/key_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <span>
#include <utility>

#include "base/encoding.h"
#include "base/file_system.h"
#include "keys/internal/private_file.h"
#include "keys/secret_reference.h"

namespace armillary::keys {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "keyring";
constexpr unsigned kGroupAndOthers = 0077;
constexpr std::string_view kPreamble =
    "# The secret keys of one Armillary installation. Who reads this file can forge its tokens\n"
    "# and its deployment records; who loses it has to issue every token again.\n";

tl::unexpected<Error> RefuseKey(std::string_view field, std::string message) {
  return Fail(ErrorCode::ConfigInvalidValue, std::move(message), std::string(field),
              "file:/path or env:NAME, holding 32 bytes in base64url");
}

std::span<const std::byte> Raw(const KeyBytes& key) { return std::as_bytes(std::span(key.bytes)); }

// Collects the keys of a file line by line.
class KeyFileReader {
 public:
  // False if the line is not a key, or a second one for a use that has one key.
  bool Take(std::string_view line) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) {
      return false;
    }
    const auto key = DecodeKey(line.substr(space + 1));
    return key && Place(line.substr(0, space), *key);
  }

  std::optional<KeyFile> Done() const {
    if (!signing_ || !hashing_ || !sealing_) {
      return std::nullopt;
    }
    return KeyFile{*signing_, *hashing_, *sealing_, verifying_};
  }

 private:
  bool Place(std::string_view use, const KeyBytes& key) {
    if (use == "verifying") {
      verifying_.push_back(key);
      return true;
    }
    std::optional<KeyBytes>* place = PlaceOf(use);
    if (place == nullptr || place->has_value()) {
      return false;
    }
    *place = key;
    return true;
  }

  std::optional<KeyBytes>* PlaceOf(std::string_view use) {
    if (use == "signing") {
      return &signing_;
    }
    if (use == "hashing") {
      return &hashing_;
    }
    return use == "sealing" ? &sealing_ : nullptr;
  }

  std::optional<KeyBytes> signing_;
  std::optional<KeyBytes> hashing_;
  std::optional<KeyBytes> sealing_;
  std::vector<KeyBytes> verifying_;
};

}  // namespace

KeyBytes NewKey(Random& random) {
  KeyBytes key;
  random.Fill(std::as_writable_bytes(std::span(key.bytes)));
  return key;
}

Result<KeyBytes> DecodeKey(std::string_view text) {
  KeyBytes key;
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed =
      sodium_base642bin(key.bytes.data(), key.bytes.size(), text.data(), text.size(), nullptr,
                        &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0 || length != key.bytes.size() || end != text.data() + text.size()) {
    return Fail(ErrorCode::InvalidFormat, "not 32 bytes in base64url");
  }
  return key;
}

Secret EncodeKey(const KeyBytes& key) { return Secret(ToBase64Url(Raw(key))); }

KeyFile NewKeyFile(Random& random) { return {NewKey(random), NewKey(random), NewKey(random), {}}; }

Result<KeyFile> ParseKeyFile(std::string_view text) {
  KeyFileReader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    const std::string_view line = Trimmed(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
    if (!line.empty() && !line.starts_with('#') && !reader.Take(line)) {
      return Fail(ErrorCode::InvalidFormat, fmt::format("line {} is not a key", number));
    }
  }
  auto keys = reader.Done();
  if (!keys) {
    return Fail(ErrorCode::InvalidFormat, "a key is missing");
  }
  return *keys;
}

Secret FormatKeyFile(const KeyFile& keys) {
  std::string text(kPreamble);
  // Room for all, so that growing leaves no copy of a key behind.
  text.reserve(kPreamble.size() + 64 * (keys.verifying.size() + 3));
  const auto append = [&](std::string_view use, const KeyBytes& key) {
    text.append(use).append(" ").append(EncodeKey(key).Reveal()).append("\n");
  };
  append("signing", keys.signing);
  append("hashing", keys.hashing);
  append("sealing", keys.sealing);
  for (const KeyBytes& key : keys.verifying) {
    append("verifying", key);
  }
  return Secret(std::move(text));
}

Result<KeyFile> ReadKeyFile(FileSystem& files, const fs::path& folder) {
  const fs::path path = folder / kFileName;
  ARM_TRY(const bool has_folder, CheckMode(files, folder, kPrivateFolder, kGroupAndOthers));
  ARM_TRY(const bool has_file, CheckMode(files, path, kPrivateFile, kGroupAndOthers));
  if (!has_folder || !has_file) {
    return FailUnusable(path, "there are no keys",
                        "Restore the folder from the backup that the data came from.");
  }
  const auto text = ReadSecretFile(files, path);
  if (!text) {
    return FailUnusable(path, text.error().message, "Give this user the right to read it.");
  }
  auto keys = ParseKeyFile(text->Reveal());
  if (!keys) {
    return FailUnusable(path, keys.error().message, "Restore the file from a backup.");
  }
  return keys;
}

Result<void> WriteKeyFile(FileSystem& files, const fs::path& folder, const KeyFile& keys) {
  const auto made = MakeFolderDurably(files, folder, kPrivateFolder);
  if (!made) {
    return FailUnusable(folder, made.error().message, {});
  }
  const fs::path path = folder / kFileName;
  const Secret text = FormatKeyFile(keys);
  const auto written = WriteFileDurably(files, path, AsBytes(text.Reveal()), kPrivateFile);
  if (!written) {
    return FailUnusable(path, written.error().message, {});
  }
  return {};
}

Result<bool> HasKeyFile(FileSystem& files, const fs::path& folder) {
  ARM_TRY(const auto status, files.Status(folder / kFileName));
  return status.has_value();
}

Result<KeyBytes> ReadReference(FileSystem& files, std::string_view reference,
                               std::string_view field) {
  const auto text = ReadSecret(files, reference, field);
  if (!text) {
    return RefuseKey(field, text.error().message);
  }
  const auto key = DecodeKey(text->Reveal());
  if (!key) {
    return RefuseKey(field, std::string(field) + ": " + key.error().message);
  }
  return *key;
}

}  // namespace armillary::keys
