#include "app/config_keys.h"

#include <array>

namespace armillary::app {
namespace {

using enum ConfigType;

constexpr std::int64_t kMebi = 1 << 20;

constexpr std::array kKeys{
    ConfigKey{"data", Text, "./data", "The folder of this installation; made if it is missing."},
    ConfigKey{
        "listen", Text, "127.0.0.1:8080",
        "IP address and port; beyond this machine only with tls.certificate and tls.key. Port 0 "
        "takes a free one."},
    ConfigKey{"tls.certificate", Text, "",
              "PEM file of the certificate to speak TLS with, then of those that signed it. A "
              "changed one is taken within seconds."},
    ConfigKey{"tls.key", Text, "",
              "PEM file of its key, not encrypted and not readable by everybody."},
    ConfigKey{"database.url", Text, "",
              "postgresql://... to keep metadata in PostgreSQL; empty: SQLite in the data folder."},
    ConfigKey{"database.readers", Integer, "4",
              "Connections that read; on PostgreSQL four times as many, which write, too.", 1, 64},
    ConfigKey{"database.queue", Integer, "4096",
              "Writes that may wait for the disk; on SQLite only.", 1, 1'000'000},
    ConfigKey{"http.threads", Integer, "1", "Threads that serve connections.", 1, 64},
    ConfigKey{"http.connections", Integer, "10000", "Connections at once.", 1, 1'000'000},
    ConfigKey{"http.idle", Duration, "75s", "How long a connection may wait between requests.", 1},
    ConfigKey{"http.drain", Duration, "20s", "How long a stop waits for requests that have begun.",
              0},
    ConfigKey{"work.threads", Integer, "2", "Threads for what is not answered at once.", 1, 256},
    ConfigKey{"work.queue", Integer, "4096", "Requests that may wait for such a thread.", 1,
              1'000'000},
    ConfigKey{"models.file", Bytes, "64MiB", "The largest model file.", 1, 256 * kMebi},
    ConfigKey{"serving.memory", Bytes, "1GiB", "What all loaded models may occupy.", kMebi},
    ConfigKey{"serving.rows", Integer, "10000", "Rows of one prediction request.", 1, 1'000'000},
    ConfigKey{"serving.answer", Bytes, "64MiB", "The longest answer to one prediction request.",
              1024, 1024 * kMebi},
    ConfigKey{"serving.time", Duration, "10s", "How long one prediction may run.", 1},
    ConfigKey{"events.kept", Integer, "10000",
              "Changes that a stream which was cut can still go on after.", 10, 1'000'000},
    ConfigKey{"events.streams", Integer, "5000", "Live streams at once.", 0, 1'000'000},
    ConfigKey{"events.streams_per_principal", Integer, "32", "Live streams at once of one of them.",
              0, 1'000'000},
    ConfigKey{"events.topics", Integer, "64", "Topics of one stream.", 1, 1'000},
    ConfigKey{"sessions.idle", Duration, "12h",
              "How long a person stays signed in without a request.", 1'000, 2'592'000'000},
    ConfigKey{"sessions.longest", Duration, "7d", "How long a person stays signed in at all.",
              1'000, 2'592'000'000},
    ConfigKey{"sign_in.per_minute", Integer, "20",
              "Sign-in links a minute that one principal makes, or one address makes or uses.", 1,
              1'000'000},
    ConfigKey{"workbench.folder", Text, "",
              "The built pages of the workbench; empty: those beside the program."},
    ConfigKey{"identity.issuer", Text, "",
              "The identity provider that people sign in by: https://...; empty: none."},
    ConfigKey{"identity.client_id", Text, "", "What the provider calls this server."},
    ConfigKey{"identity.client_secret", Text, "",
              "Where this server's secret at the provider is: file:/path or env:NAME; empty: none, "
              "a public client."},
    ConfigKey{
        "identity.address", Text, "",
        "Where people reach this server: https://host[:port]. The provider sends them back to "
        "/api/v1/sign-in/callback there."},
    ConfigKey{"identity.groups", Text, "",
              "The file that says which group at the provider is what in which tenant."},
    ConfigKey{"identity.groups_claim", Text, "groups", "The claim that names a person's groups."},
    ConfigKey{"identity.scopes", Text, "openid profile email",
              "What the provider is asked for, apart by spaces."},
    ConfigKey{"identity.algorithms", Text, "RS256 ES256",
              "How the provider may sign, apart by spaces: RS, PS or ES with 256, 384 or 512."},
    ConfigKey{"identity.audience", Text, "",
              "The audience of the provider's tokens for machines; empty: none are taken."},
    ConfigKey{"identity.ca_file", Text, "",
              "PEM file of who vouches for the provider's certificate; empty: whom the machine "
              "trusts."},
    ConfigKey{"identity.skew", Duration, "30s", "By how much the provider's clock may differ.", 0,
              60'000},
    ConfigKey{"identity.timeout", Duration, "5s", "How long one call to the provider may take.",
              100, 30'000},
    ConfigKey{"identity.answer", Bytes, "1MiB", "The longest answer of the provider.", 4096,
              16 * kMebi},
    ConfigKey{"identity.calls", Integer, "4",
              "Calls to the provider at once for people who sign in; as many worker threads more.",
              1, 64},
    ConfigKey{"identity.refresh", Duration, "45s",
              "How often a session asks whether the provider still vouches for its person.", 1'000,
              45'000},
    ConfigKey{"identity.without_refresh", Duration, "15m",
              "How long a session lasts that cannot ask.", 1'000, 900'000},
    ConfigKey{"sweep.grace", Duration, "24h",
              "How old bytes without a version are before they are removed.", 3'600'000},
    ConfigKey{"keys.signing", Text, "", "Where the signing key is: file:/path or env:NAME."},
    ConfigKey{"keys.hashing", Text, "", "Where the key for token hashes is: file:/path, env:NAME."},
    ConfigKey{"keys.sealing", Text, "",
              "Where the key for sealed values is: file:/path, env:NAME."},
    ConfigKey{"log.level", Text, "info", "debug, info, warning or error."},
    ConfigKey{"log.format", Text, "text", "text or json."},
    ConfigKey{"log.file", Text, "", "Where the log goes; empty: standard error."},
};

}  // namespace

std::span<const ConfigKey> ConfigKeys() { return kKeys; }

}  // namespace armillary::app
