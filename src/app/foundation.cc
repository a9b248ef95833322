#include "app/foundation.h"

#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <vector>

#include "app/schema.h"
#include "metadata/postgres_database.h"
#include "metadata/sqlite_database.h"
#include "objects/folder_store.h"

namespace armillary::app {
namespace {

constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};

// Keys are made with the database only: new keys beside an old database would make every token and
// signature in it worthless without a word.
keys::KeySources::IfMissing IfKeysAreMissing(const Config& config, const DataFolder& folder) {
  const bool may_be_first =
      !config.Text("database.url").empty() || !std::filesystem::exists(folder.Database());
  return may_be_first ? keys::KeySources::IfMissing::Create : keys::KeySources::IfMissing::Refuse;
}

keys::KeySources KeySourcesOf(const Config& config, const DataFolder& folder) {
  return {.folder = folder.Keys(),
          .if_missing = IfKeysAreMissing(config, folder),
          .signing = config.Text("keys.signing"),
          .hashing = config.Text("keys.hashing"),
          .sealing = config.Text("keys.sealing")};
}

Result<std::unique_ptr<metadata::Database>> OpenPostgres(const Config& config) {
  const metadata::PostgresDatabase::Options options{
      .connection = Secret(config.Text("database.url")),
      .connections = static_cast<std::size_t>(config.Integer("database.readers")) * 4};
  ARM_TRY(auto database, metadata::PostgresDatabase::Open(options, AllMigrations()));
  return std::unique_ptr<metadata::Database>(std::move(database));
}

Result<std::unique_ptr<metadata::Database>> OpenDatabase(const Config& config,
                                                         const DataFolder& folder) {
  if (!config.Text("database.url").empty()) {
    return OpenPostgres(config);
  }
  const metadata::SqliteDatabase::Options options{
      .path = folder.Database(),
      .readers = static_cast<std::size_t>(config.Integer("database.readers")),
      .queued_writes = static_cast<std::size_t>(config.Integer("database.queue"))};
  ARM_TRY(auto database, metadata::SqliteDatabase::Open(options, AllMigrations()));
  return std::unique_ptr<metadata::Database>(std::move(database));
}

Result<void> OpenStores(Foundation& foundation, const Config& config) {
  ARM_TRY(foundation.database, OpenDatabase(config, *foundation.folder));
  ARM_TRY(foundation.objects,
          objects::FolderStore::Open(foundation.folder->Objects(),
                                     {foundation.files, foundation.clock, foundation.random}));
  ARM_TRY(foundation.runtime, inference::OnnxRuntime::Start());
  return {};
}

}  // namespace

Result<std::unique_ptr<Log>> OpenLog(const Config& config) {
  const std::string& level = config.Text("log.level");
  const std::string& format = config.Text("log.format");
  Log::Options options{.file = config.Text("log.file")};
  const bool is_known = format == "text" || format == "json";
  options.format = format == "json" ? LogFormat::Json : LogFormat::Text;
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels.at(i) == level) {
      options.level = static_cast<LogLevel>(i);
      return is_known
                 ? Result<std::unique_ptr<Log>>(std::make_unique<Log>(options))
                 : Fail(ErrorCode::ConfigInvalidValue, "log.format is text or json", "log.format");
    }
  }
  return Fail(ErrorCode::ConfigInvalidValue, "log.level is debug, info, warning or error",
              "log.level");
}

Result<std::unique_ptr<Foundation>> Foundation::Open(const Config& config) {
  auto foundation = std::make_unique<Foundation>();
  ARM_TRY(foundation->log, OpenLog(config));
  ARM_TRY(auto folder, DataFolder::Open(config.Text("data")));
  foundation->folder = std::make_unique<DataFolder>(std::move(folder));
  ARM_TRY(auto keys, keys::KeyRing::Open(KeySourcesOf(config, *foundation->folder),
                                         foundation->files, foundation->random));
  foundation->keys = std::make_unique<keys::KeyRing>(std::move(keys));
  ARM_CHECK(OpenStores(*foundation, config));
  return foundation;
}

}  // namespace armillary::app
