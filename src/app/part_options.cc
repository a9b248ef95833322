#include "app/part_options.h"

namespace armillary::app {

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

}  // namespace armillary::app
