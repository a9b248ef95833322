#include "base/random.h"

#include <sodium.h>

namespace armillary {

void SystemRandom::Fill(std::span<std::byte> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

}  // namespace armillary
