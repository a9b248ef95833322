#include "app/workbench.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <system_error>

namespace armillary::app {
namespace {

namespace fs = std::filesystem;

constexpr std::array kPlaces{"workbench", "../share/workbench"};

// None where nothing was built or copied.
fs::path FolderBesideProgram(FileSystem& files) {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  for (const char* place : kPlaces) {
    const fs::path folder = program.parent_path() / place;
    const auto status = files.Status(folder);
    if (!unknown && status && *status && (*status)->kind == FileKind::Folder) {
      return folder;
    }
  }
  return {};
}

}  // namespace

Result<api::Pages> LoadWorkbench(FileSystem& files, const Config& config, const Log& log) {
  const std::string& named = config.Text("workbench.folder");
  const fs::path folder = named.empty() ? FolderBesideProgram(files) : fs::path(named);
  if (folder.empty()) {
    log.Warning("there are no pages of the workbench beside the program; /ui answers so");
    return api::Pages();
  }
  auto pages = api::Pages::Load(files, folder);
  if (!pages && !named.empty()) {
    return Fail(ErrorCode::ConfigInvalidValue,
                fmt::format("workbench.folder: {}", pages.error().message), "workbench.folder",
                "a folder with the built pages");
  }
  if (!pages) {
    log.Warning("the pages of the workbench cannot be read; /ui answers so",
                {{"cause", pages.error().message}});
    return api::Pages();
  }
  return pages;
}

}  // namespace armillary::app
