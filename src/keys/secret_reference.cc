#include "keys/secret_reference.h"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <string>

#include "base/file_system.h"
#include "keys/internal/private_file.h"

namespace armillary::keys {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kOthers = 0007;

tl::unexpected<Error> RefuseSecret(std::string_view field, std::string_view why) {
  return Fail(ErrorCode::ConfigInvalidValue, fmt::format("{}: {}", field, why), std::string(field),
              "file:/path or env:NAME");
}

Result<Secret> ReadReferencedFile(FileSystem& files, const fs::path& path, std::string_view field) {
  const auto checked = CheckMode(files, path, kPrivateFile, kOthers);
  if (!checked) {
    return RefuseSecret(field, checked.error().message + ". " + checked.error().next_step);
  }
  auto text = ReadSecretFile(files, path);
  if (!text) {
    return RefuseSecret(field, path.native() + ": " + text.error().message);
  }
  return text;
}

Result<Secret> ReadVariable(const std::string& name, std::string_view field) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return RefuseSecret(field, "the environment has no " + name);
  }
  return Secret(value);
}

Result<Secret> ReadText(FileSystem& files, std::string_view reference, std::string_view field) {
  constexpr std::string_view kFile = "file:";
  constexpr std::string_view kEnvironment = "env:";
  if (reference.starts_with(kFile)) {
    return ReadReferencedFile(files, reference.substr(kFile.size()), field);
  }
  if (reference.starts_with(kEnvironment)) {
    return ReadVariable(std::string(reference.substr(kEnvironment.size())), field);
  }
  return RefuseSecret(field, "not a reference to a secret");
}

}  // namespace

Result<Secret> ReadSecret(FileSystem& files, std::string_view reference, std::string_view field) {
  ARM_TRY(const Secret text, ReadText(files, reference, field));
  Secret secret{std::string(Trimmed(text.Reveal()))};
  if (secret.Reveal().empty()) {
    return RefuseSecret(field, "the secret is empty");
  }
  return secret;
}

}  // namespace armillary::keys
