#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "metadata/row.h"

namespace armillary::metadata {

// Where the next page starts: the sort values of the last row, as opaque text. `list` is the hash
// of everything that the list depends on; the text opens only for the same one and unaltered.
std::string SealCursor(const Digest& list, const std::vector<Value>& values);

// Fails with InvalidCursor. Takes any bytes.
Result<std::vector<Value>> OpenCursor(const Digest& list, std::string_view cursor);

}  // namespace armillary::metadata
