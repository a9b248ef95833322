#include "app/foundation.h"

#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <vector>

#include "app/part_options.h"
#include "app/schema.h"
#include "app/system_authority.h"
#include "metadata/sqlite_database.h"
#include "objects/folder_store.h"
#include "tenancy/bootstrap.h"

namespace armillary::app {
namespace {

constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};

Result<std::unique_ptr<metadata::Database>> OpenDatabase(const Config& config,
                                                         const DataLayout& layout) {
  if (UsesPostgres(config)) {
    ARM_TRY(auto database,
            metadata::PostgresDatabase::Open(PostgresOptionsOf(config), AllMigrations()));
    return std::unique_ptr<metadata::Database>(std::move(database));
  }
  const metadata::SqliteDatabase::Options options{
      .path = layout.Database(),
      .readers = static_cast<std::size_t>(config.Integer("database.readers")),
      .queued_writes = static_cast<std::size_t>(config.Integer("database.queue"))};
  ARM_TRY(auto database, metadata::SqliteDatabase::Open(options, AllMigrations()));
  return std::unique_ptr<metadata::Database>(std::move(database));
}

// Half of a backup would start as a new installation with old keys.
Result<void> CheckRestored(const DataLayout& layout) {
  if (std::filesystem::exists(layout.UnfinishedRestore())) {
    return Fail(Error{.code = ErrorCode::DataFolderUnusable,
                      .message = layout.root.string() + " holds a restore that did not finish",
                      .field = "data",
                      .next_step = "Empty the folder and run `armillaryd restore` again."});
  }
  return {};
}

// Keys are made for a database without tenants only: new keys beside an old database would make
// every token and signature in it worthless without a word.
Result<void> OpenKeys(Foundation& foundation, const Config& config) {
  ARM_TRY(const bool is_installed,
          tenancy::IsInstalled(*foundation.database, SystemAuthority::Grant()));
  const auto if_missing =
      is_installed ? keys::KeySources::IfMissing::Refuse : keys::KeySources::IfMissing::Create;
  ARM_TRY(auto keys,
          keys::KeyRing::Open(KeySourcesOf(config, foundation.folder->Layout(), if_missing),
                              foundation.files, foundation.random));
  foundation.keys = std::make_unique<keys::KeyRing>(std::move(keys));
  return {};
}

Result<void> OpenStores(Foundation& foundation, const Config& config) {
  const DataLayout& layout = foundation.folder->Layout();
  ARM_TRY(foundation.database, OpenDatabase(config, layout));
  ARM_CHECK(OpenKeys(foundation, config));
  ARM_TRY(foundation.objects,
          objects::FolderStore::Open(layout.Objects(),
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
  ARM_TRY(auto folder, DataFolder::Open(foundation->files, config.Text("data")));
  foundation->folder = std::make_unique<DataFolder>(std::move(folder));
  ARM_CHECK(CheckRestored(foundation->folder->Layout()));
  ARM_CHECK(OpenStores(*foundation, config));
  return foundation;
}

}  // namespace armillary::app
