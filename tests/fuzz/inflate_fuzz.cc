// Any bytes as a compressed body, whole and in pieces; and any bytes packed and unpacked again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "base/encoding.h"
#include "net/internal/compression.h"

namespace {

using armillary::Result;
using armillary::net::Coding;
using armillary::net::Inflater;

constexpr std::size_t kLimit = 64 * 1024;

// None if it was refused.
std::optional<std::string> Unpack(Coding coding, std::string_view packed, std::size_t piece) {
  std::string unpacked;
  Inflater inflater(coding, kLimit);
  const auto take = [&](std::span<const std::byte> bytes) -> Result<void> {
    unpacked.append(armillary::AsText(bytes));
    return {};
  };
  while (!packed.empty()) {
    const bool fed = inflater.Feed(packed.substr(0, piece), take).has_value();
    ARM_ASSERT(unpacked.size() <= kLimit);
    if (!fed) {
      return std::nullopt;
    }
    packed.remove_prefix(std::min(piece, packed.size()));
  }
  return inflater.Finish() ? std::optional(unpacked) : std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece = 1 + data[0] / 2;
  const Coding coding = data[0] % 2 == 0 ? Coding::Gzip : Coding::Deflate;
  ARM_ASSERT(Unpack(coding, text, text.size()) == Unpack(coding, text, piece));
  if (text.size() <= kLimit) {
    ARM_ASSERT(Unpack(Coding::Gzip, armillary::net::Gzip(text), piece) == text);
  }
  return 0;
}
