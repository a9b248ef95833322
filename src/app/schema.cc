#include "app/schema.h"

#include <iterator>
#include <span>
#include <string_view>
#include <utility>

#include "catalog/schema_files.h"
#include "deployments/schema_files.h"
#include "tenancy/schema_files.h"

namespace armillary::app {

std::vector<metadata::Migration> AllMigrations() {
  std::vector<metadata::Migration> all = metadata::OwnMigrations();
  const auto add = [&](std::string_view module, std::span<const EmbeddedFile> files) {
    auto migrations = metadata::MigrationsOf(module, files);
    std::move(migrations.begin(), migrations.end(), std::back_inserter(all));
  };
  add("tenancy", tenancy::schema::EmbeddedFiles());
  add("catalog", catalog::schema::EmbeddedFiles());
  add("deployments", deployments::schema::EmbeddedFiles());
  return all;
}

}  // namespace armillary::app
