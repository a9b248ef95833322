#pragma once

#include <optional>

#include "app/data_layout.h"
#include "base/config.h"
#include "base/result.h"
#include "keys/key_ring.h"
#include "metadata/postgres_database.h"
#include "net/certificate_follower.h"
#include "net/server.h"

namespace armillary::app {

// What the configuration says to the parts that more than one command opens.
keys::KeySources KeySourcesOf(const Config& config, const DataLayout& layout,
                              keys::KeySources::IfMissing if_missing);
bool UsesPostgres(const Config& config);
metadata::PostgresDatabase::Options PostgresOptionsOf(const Config& config);
// Fails with ConfigInvalidValue.
Result<net::ServerOptions> ListenerOptionsOf(const Config& config);
// None: without TLS. Fails with ConfigInvalidValue where one of the two is missing.
Result<std::optional<net::CertificateFiles>> CertificateFilesOf(const Config& config);

}  // namespace armillary::app
