#include "app/part_options.h"

#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace armillary::app {
namespace {

// Splits "127.0.0.1:8080" and "[::1]:8080".
Result<std::pair<std::string, std::uint16_t>> ParseListen(const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::uint16_t port = 0;
  const char* start = colon == std::string::npos ? nullptr : listen.data() + colon + 1;
  const char* end = listen.data() + listen.size();
  const auto parsed = start == nullptr ? std::from_chars_result{end, std::errc::invalid_argument}
                                       : std::from_chars(start, end, port);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return Fail(ErrorCode::ConfigInvalidValue,
                fmt::format("{} is no address and port such as 127.0.0.1:8080", listen), "listen");
  }
  std::string address = listen.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  return std::pair{std::move(address), port};
}

}  // namespace

keys::KeySources KeySourcesOf(const Config& config, const DataLayout& layout,
                              keys::KeySources::IfMissing if_missing) {
  return {.folder = layout.Keys(),
          .if_missing = if_missing,
          .signing = config.Text("keys.signing"),
          .hashing = config.Text("keys.hashing"),
          .sealing = config.Text("keys.sealing")};
}

bool UsesPostgres(const Config& config) { return !config.Text("database.url").empty(); }

metadata::PostgresDatabase::Options PostgresOptionsOf(const Config& config) {
  return {.connection = Secret(config.Text("database.url")),
          .connections = static_cast<std::size_t>(config.Integer("database.readers")) * 4};
}

Result<net::ServerOptions> ListenerOptionsOf(const Config& config) {
  ARM_TRY(auto address, ParseListen(config.Text("listen")));
  return net::ServerOptions{
      .address = std::move(address.first),
      .port = address.second,
      .threads = static_cast<std::size_t>(config.Integer("http.threads")),
      .connections = static_cast<std::size_t>(config.Integer("http.connections")),
      .idle = config.Duration("http.idle")};
}

Result<std::optional<net::CertificateFiles>> CertificateFilesOf(const Config& config) {
  const std::string& certificate = config.Text("tls.certificate");
  const std::string& key = config.Text("tls.key");
  if (certificate.empty() != key.empty()) {
    const std::string missing = certificate.empty() ? "tls.certificate" : "tls.key";
    return Fail(ErrorCode::ConfigInvalidValue,
                fmt::format("{} is missing: TLS takes tls.certificate and tls.key", missing),
                missing);
  }
  if (certificate.empty()) {
    return std::optional<net::CertificateFiles>();
  }
  return std::optional(net::CertificateFiles{.certificate = certificate, .key = key});
}

}  // namespace armillary::app
