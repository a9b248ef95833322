#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <memory>
#include <string>

#include "app/backup_folder.h"
#include "app/commands.h"
#include "app/consistency.h"
#include "app/inspection.h"
#include "app/part_options.h"
#include "app/progress.h"
#include "app/version.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/file_system.h"
#include "objects/copy.h"
#include "objects/folder_store.h"

namespace armillary::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestPrivateFile = 1 << 20;

Result<void> RefusePostgres(const Config& config) {
  if (!UsesPostgres(config)) {
    return {};
  }
  return Fail(Error{.code = ErrorCode::Unimplemented,
                    .message = "backup copies a SQLite database, and this one is in PostgreSQL",
                    .field = "database.url",
                    .next_step = "Copy keys and objects of the data folder, then run pg_dump, then "
                                 "copy the objects that have come meanwhile."});
}

// What is there already would be taken for a part of the backup.
Result<void> MakeTarget(FileSystem& files, const fs::path& to) {
  ARM_CHECK(MakeFolderDurably(files, to, kPrivateFolder));
  ARM_TRY(const auto names, files.List(to, {}, 1));
  if (!names.empty()) {
    return Fail(ErrorCode::FolderNotEmpty, to.string() + " is not empty", "DIR");
  }
  return {};
}

Result<void> CopySmallFile(FileSystem& files, const fs::path& from, const fs::path& to) {
  ARM_TRY(const auto status, files.Status(from));
  if (!status) {
    return {};
  }
  ARM_TRY(const auto bytes, ReadWholeFile(files, from, kLargestPrivateFile));
  return WriteFileDurably(files, to, bytes, kPrivateFile);
}

Result<void> CopyKeys(FileSystem& files, const DataLayout& from, const DataLayout& to) {
  ARM_CHECK(MakeFolderDurably(files, to.Keys(), kPrivateFolder));
  ARM_CHECK(CopySmallFile(files, from.Keys() / "keyring", to.Keys() / "keyring"));
  return CopySmallFile(files, from.OperatorToken(), to.OperatorToken());
}

// Objects, the rows, and what came meanwhile. An object that a row of the copy names was there
// before the first pass, or is younger than the sweeper's grace at the second: it is in one of
// both, whatever is removed in between.
Result<objects::CopyTotals> CopyRowsAndObjects(Inspection& from, const DataLayout& to) {
  ARM_TRY(const auto store,
          objects::FolderStore::Open(
              to.Objects(), {.files = from.files, .clock = from.clock, .random = from.random}));
  Progress progress("copying objects");
  const auto tell = [&](const objects::ListedObject& copied, const objects::CopyTotals&) {
    progress.Add(copied.size);
    return true;
  };
  ARM_TRY(const auto first, objects::CopyAll(*from.objects, *store, tell));
  ARM_CHECK(from.sqlite->CopyTo(to.Database()));
  ARM_TRY(const auto second, objects::CopyAll(*from.objects, *store, tell));
  return objects::CopyTotals{.objects = first.objects + second.objects,
                             .bytes = first.bytes + second.bytes,
                             .corrupt = second.corrupt};
}

Result<void> Describe(Inspection& from, const Config& config, const DataLayout& to,
                      const objects::CopyTotals& copied) {
  boost::json::array by_reference;
  for (const char* const key : {"keys.signing", "keys.hashing", "keys.sealing"}) {
    if (!config.Text(key).empty()) {
      by_reference.emplace_back(key);
    }
  }
  const boost::json::object description{{"format", 1},
                                        {"armillary", kVersion},
                                        {"commit", kCommit},
                                        {"made_at", FormatTime(from.clock.Now())},
                                        {"objects", copied.objects},
                                        {"object_bytes", copied.bytes},
                                        {"keys_by_reference", by_reference}};
  return WriteFileDurably(from.files, to.root / kBackupDescription,
                          AsBytes(boost::json::serialize(description) + "\n"), kPrivateFile);
}

// Looks at the copy as `check` looks at an installation. What is broken there is broken in the
// installation: the rest is still worth having.
Result<void> Prove(const DataLayout& copy, const Config& config) {
  ARM_TRY(const auto inspection, Inspection::Open(copy, config));
  ARM_TRY(const ConsistencyReport report, CheckConsistency(*inspection));
  PrintReport(report);
  if (!report.broken.empty()) {
    return Fail(
        Error{.code = ErrorCode::StorageCorrupt,
              .message = fmt::format("the backup is sealed, and holds {} things that do not "
                                     "hold in the installation",
                                     report.broken.size()),
              .next_step = "Run `armillaryd check` on the installation, and keep an older "
                           "backup that is whole."});
  }
  return {};
}

}  // namespace

Result<void> RunBackup(const Config& config, const fs::path& to) {
  ARM_CHECK(RefusePostgres(config));
  const DataLayout from{config.Text("data")};
  ARM_TRY(const auto inspection, Inspection::Open(from, config));
  const DataLayout copy{to};
  ARM_CHECK(MakeTarget(inspection->files, to));
  ARM_CHECK(CopyKeys(inspection->files, from, copy));
  ARM_TRY(const auto copied, CopyRowsAndObjects(*inspection, copy));
  ARM_CHECK(Describe(*inspection, config, copy, copied));
  const Result<void> proven = Prove(copy, config);
  ARM_TRY(const BackupFigures sealed, SealBackup(inspection->files, to));
  fmt::print("backed up {} to {}: {} files, {} bytes\n", from.root.string(), to.string(),
             sealed.files, sealed.bytes);
  return proven;
}

}  // namespace armillary::app
