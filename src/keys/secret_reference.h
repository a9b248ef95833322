#pragma once

#include <string_view>

#include "base/file_system.h"
#include "base/result.h"
#include "base/secret.h"

namespace armillary::keys {

// The secret behind `file:/path` or `env:NAME`, without a line break at its end: configuration
// names secrets, it never holds them. Fails with ConfigInvalidValue on `field`, also where it is
// empty or others than the file's owner and group have any right to it.
Result<Secret> ReadSecret(FileSystem& files, std::string_view reference, std::string_view field);

}  // namespace armillary::keys
