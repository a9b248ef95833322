#pragma once

#include <filesystem>

#include "base/config.h"
#include "base/result.h"

namespace armillary::app {

// What `armillaryd` can be told to do. Each returns when it is done; what people read goes to
// standard output.

// Serves until SIGTERM or SIGINT, then drains.
Result<void> RunUp(const Config& config);

// The listener's table: method, path and policy of every route, as JSON or in columns.
Result<void> PrintRoutes(bool as_json);

// Looks at the database's pages, at every version's bytes, every live deployment's signature and
// version, and every audit chain, and changes nothing; a server may be running. Fails with
// StorageCorrupt after listing what it found.
Result<void> RunCheck(const Config& config);

// Copies an installation, on which a server may be running, into a new or empty folder, looks at
// the copy as RunCheck does, and seals it. Fails with FolderNotEmpty, with StorageCorrupt after
// sealing what is broken in the installation too, or with the error of a part or of the disk.
Result<void> RunBackup(const Config& config, const std::filesystem::path& to);

// Fails with BackupInvalid at the first file that is not as the backup was sealed.
Result<void> RunVerify(const std::filesystem::path& backup);

// Makes an installation of a backup that RunVerify passes, in a new or empty folder. Fails also
// with FolderNotEmpty. Where it is cut short the folder cannot be started on.
Result<void> RunRestore(const Config& config, const std::filesystem::path& backup);

}  // namespace armillary::app
