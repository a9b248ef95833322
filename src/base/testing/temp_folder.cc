#include "base/testing/temp_folder.h"

#include <cstdlib>
#include <system_error>

#include "base/assert.h"

namespace armillary {

TempFolder::TempFolder() {
  std::string name = std::filesystem::temp_directory_path() / "armillary-test-XXXXXX";
  ARM_ASSERT(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace armillary
