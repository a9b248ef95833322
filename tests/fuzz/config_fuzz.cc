// Any bytes as the operator's configuration file.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/config.h"

namespace {

using armillary::Config;
using armillary::ConfigKey;
using armillary::ConfigType;
using armillary::ErrorCode;

constexpr std::array kKeys{
    ConfigKey{"data", ConfigType::Text, "./data", ""},
    ConfigKey{"on", ConfigType::Boolean, "true", ""},
    ConfigKey{"http.threads", ConfigType::Integer, "1", "", 1, 64},
    ConfigKey{"models.file", ConfigType::Bytes, "64MiB", "", 1, 1 << 30},
    ConfigKey{"http.idle", ConfigType::Duration, "75s", "", 1, 1'000'000},
};

// A file in memory, by a path.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : descriptor_(::memfd_create("fuzz", 0)) {
    ARM_ASSERT(::write(descriptor_, data, size) == static_cast<ssize_t>(size));
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string Path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  const auto config = Config::Load(kKeys, {.file = file.Path(), .environment = {}, .flags = {}});
  if (!config) {
    ARM_ASSERT(config.error().code == ErrorCode::ConfigUnknownKey ||
               config.error().code == ErrorCode::ConfigInvalidValue);
    return 0;
  }
  ARM_ASSERT(config->Integer("http.threads") >= 1 && config->Integer("http.threads") <= 64);
  ARM_ASSERT(config->Bytes("models.file") >= 1 && config->Bytes("models.file") <= 1 << 30);
  ARM_ASSERT(config->Duration("http.idle").count() >= 1);
  ARM_ASSERT(config->Text("data").size() <= size + 6 && (config->Boolean("on") || size > 0));
  return 0;
}
