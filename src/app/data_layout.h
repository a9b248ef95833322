#pragma once

#include <filesystem>

namespace armillary::app {

// Where things lie in an installation's folder, and likewise in a backup of it.
struct DataLayout {
  std::filesystem::path root;

  std::filesystem::path Database() const { return root / "armillary.db"; }
  std::filesystem::path Objects() const { return root / "objects"; }
  std::filesystem::path Keys() const { return root / "keys"; }
  std::filesystem::path OperatorToken() const { return root / "operator.token"; }
  std::filesystem::path Lock() const { return root / "lock"; }
  // Where the server that holds the folder says on which address it listens.
  std::filesystem::path Listening() const { return root / "listening.json"; }
  // There while a restore goes on, and for good where one was cut short.
  std::filesystem::path UnfinishedRestore() const { return root / "restore.unfinished"; }
};

}  // namespace armillary::app
