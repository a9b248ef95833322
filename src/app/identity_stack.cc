#include "app/identity_stack.h"

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "app/system_authority.h"
#include "keys/secret_reference.h"

namespace armillary::app {
namespace {

constexpr std::array<std::string_view, 7> kTexts{
    "identity.client_id", "identity.client_secret", "identity.address", "identity.groups",
    "identity.audience",  "identity.ca_file",       "identity.issuer"};

// What a session's turn takes beside its call.
constexpr std::chrono::milliseconds kBesidesTheCall{5'000};

// Half a configuration is a mistake, and never a server without a provider.
Result<std::optional<IdentityOptions>> WithoutIssuer(const Config& config) {
  for (const std::string_view key : kTexts) {
    if (!config.Text(key).empty()) {
      return Fail(ErrorCode::ConfigInvalidValue,
                  "identity.issuer: missing, though " + std::string(key) + " is set",
                  "identity.issuer", "https://host[:port]/path");
    }
  }
  return std::nullopt;
}

Result<void> CheckFile(FileSystem& files, std::string_view key, const std::string& path) {
  const auto status = files.Status(path);
  if (!status || !*status || (*status)->kind != FileKind::File) {
    return Fail(ErrorCode::ConfigInvalidValue,
                std::string(key) + ": there is no such file, or it may not be read",
                std::string(key), "the path of a file");
  }
  return {};
}

Result<tenancy::ProviderSettings> SettingsOf(const Config& config, FileSystem& files) {
  tenancy::ProviderSettings settings{.issuer = config.Text("identity.issuer"),
                                     .client_id = config.Text("identity.client_id"),
                                     .address = config.Text("identity.address"),
                                     .scopes = config.Text("identity.scopes"),
                                     .groups_claim = config.Text("identity.groups_claim"),
                                     .audience = config.Text("identity.audience")};
  if (settings.address.ends_with('/')) {
    settings.address.pop_back();
  }
  if (const std::string& reference = config.Text("identity.client_secret"); !reference.empty()) {
    ARM_TRY(settings.client_secret, keys::ReadSecret(files, reference, "identity.client_secret"));
  }
  ARM_TRY(settings.algorithms, tenancy::ParseAlgorithms(config.Text("identity.algorithms")));
  settings.skew = std::chrono::floor<std::chrono::seconds>(config.Duration("identity.skew"));
  settings.refresh = config.Duration("identity.refresh");
  settings.without_refresh = config.Duration("identity.without_refresh");
  settings.calls = static_cast<std::size_t>(config.Integer("identity.calls"));
  ARM_CHECK(tenancy::CheckSettings(settings));
  return settings;
}

}  // namespace

Result<std::optional<IdentityOptions>> IdentityOptionsOf(const Config& config, FileSystem& files) {
  if (config.Text("identity.issuer").empty()) {
    return WithoutIssuer(config);
  }
  ARM_TRY(auto settings, SettingsOf(config, files));
  const std::string& ca_file = config.Text("identity.ca_file");
  if (!ca_file.empty()) {
    ARM_CHECK(CheckFile(files, "identity.ca_file", ca_file));
  }
  const std::string& groups = config.Text("identity.groups");
  ARM_CHECK(CheckFile(files, "identity.groups", groups));
  const auto whole = config.Duration("identity.timeout");
  return IdentityOptions{.settings = std::move(settings),
                         .client = {.ca_file = ca_file,
                                    .connect = whole,
                                    .whole = whole,
                                    .answer_bytes = config.Bytes("identity.answer")},
                         .groups = groups};
}

IdentityStack::IdentityStack(Foundation& foundation, tenancy::Directory& directory,
                             const IdentityOptions& options, tenancy::SessionLimits limits)
    : client(options.client),
      provider(options.settings, {client, foundation.clock, *foundation.log, foundation.metrics}),
      groups(foundation.files, options.groups),
      machines(provider, directory, foundation.clock),
      sign_in(Parts(foundation, directory), SystemAuthority::Grant(), limits),
      notices(Parts(foundation, directory), SystemAuthority::Grant()),
      refresher(Parts(foundation, directory), SystemAuthority::Grant(),
                {.idle = limits.idle, .claim = options.client.whole + kBesidesTheCall}) {}

tenancy::ProviderParts IdentityStack::Parts(Foundation& foundation, tenancy::Directory& directory) {
  return {.core = {*foundation.database, directory, *foundation.keys, foundation.clock,
                   foundation.random},
          .provider = provider,
          .groups = groups,
          .log = *foundation.log,
          .metrics = foundation.metrics};
}

}  // namespace armillary::app
