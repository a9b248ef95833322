#pragma once

#include <filesystem>
#include <optional>

#include "app/foundation.h"
#include "base/config.h"
#include "base/file_system.h"
#include "base/result.h"
#include "outbound/http_client.h"
#include "tenancy/directory.h"
#include "tenancy/group_map.h"
#include "tenancy/identity_provider.h"
#include "tenancy/machine_tokens.h"
#include "tenancy/provider_notices.h"
#include "tenancy/provider_settings.h"
#include "tenancy/provider_sign_in.h"
#include "tenancy/session_refresher.h"

namespace armillary::app {

struct IdentityOptions {
  tenancy::ProviderSettings settings;
  outbound::HttpClient::Options client;
  std::filesystem::path groups;
};

// What the configuration says of an identity provider; none where it names none. Fails with
// ConfigInvalidValue.
Result<std::optional<IdentityOptions>> IdentityOptionsOf(const Config& config, FileSystem& files);

// The identity provider and all who act on its word, over the foundation's database.
struct IdentityStack {
  IdentityStack(Foundation& foundation, tenancy::Directory& directory,
                const IdentityOptions& options, tenancy::SessionLimits limits);

  outbound::HttpClient client;
  tenancy::IdentityProvider provider;
  tenancy::GroupMapFile groups;
  tenancy::MachineTokens machines;
  tenancy::ProviderSignIn sign_in;
  tenancy::ProviderNotices notices;
  tenancy::SessionRefresher refresher;

 private:
  tenancy::ProviderParts Parts(Foundation& foundation, tenancy::Directory& directory);
};

}  // namespace armillary::app
