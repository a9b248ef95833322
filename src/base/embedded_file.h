#pragma once

#include <string_view>

namespace armillary {

// A file of the source tree that the binary carries.
struct EmbeddedFile {
  std::string_view name;
  std::string_view content;
};

}  // namespace armillary
