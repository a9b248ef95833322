#include "app/inspection.h"

#include <filesystem>
#include <utility>

#include "app/part_options.h"
#include "app/schema.h"
#include "objects/folder_store.h"

namespace armillary::app {
namespace {

// Opening a store makes its folder; here that would be a mistyped path.
Result<void> CheckInstalled(const DataLayout& layout, bool is_sqlite) {
  if (!std::filesystem::exists(is_sqlite ? layout.Database() : layout.Objects())) {
    return Fail(Error{.code = ErrorCode::DataFolderUnusable,
                      .message = layout.root.string() + " holds no installation",
                      .field = "data",
                      .next_step = "Name the folder of an installation with `--data`."});
  }
  return {};
}

Result<void> OpenDatabase(Inspection& inspection, const DataLayout& layout, const Config& config) {
  if (UsesPostgres(config)) {
    ARM_TRY(inspection.postgres,
            metadata::PostgresDatabase::Inspect(PostgresOptionsOf(config), AllMigrations()));
    return {};
  }
  ARM_TRY(inspection.sqlite, metadata::SqliteInspection::Open(layout.Database(), AllMigrations()));
  return {};
}

}  // namespace

metadata::Database& Inspection::Rows() const {
  if (sqlite != nullptr) {
    return *sqlite;
  }
  return *postgres;
}

Result<std::unique_ptr<Inspection>> Inspection::Open(const DataLayout& layout,
                                                     const Config& config) {
  ARM_CHECK(CheckInstalled(layout, !UsesPostgres(config)));
  auto inspection = std::make_unique<Inspection>();
  ARM_TRY(auto keys,
          keys::KeyRing::Open(KeySourcesOf(config, layout, keys::KeySources::IfMissing::Refuse),
                              inspection->files, inspection->random));
  inspection->keys = std::make_unique<keys::KeyRing>(std::move(keys));
  ARM_CHECK(OpenDatabase(*inspection, layout, config));
  ARM_TRY(inspection->objects,
          objects::FolderStore::Open(layout.Objects(), {.files = inspection->files,
                                                        .clock = inspection->clock,
                                                        .random = inspection->random}));
  return inspection;
}

}  // namespace armillary::app
