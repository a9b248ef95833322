#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace armillary {

inline std::span<const std::byte> AsBytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
inline std::string_view AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string ToHex(std::span<const std::byte> bytes);
// Fails with InvalidFormat unless `text` is pairs of hexadecimal digits.
Result<std::vector<std::byte>> FromHex(std::string_view text);

// RFC 4648 section 5, without padding.
std::string ToBase64Url(std::span<const std::byte> bytes);
Result<std::vector<std::byte>> FromBase64Url(std::string_view text);

// 0-9A-Za-z digits of the bytes read as one big-endian number, left-padded to the width that the
// largest number of that many bytes needs (16 bytes: 22, 32 bytes: 43, 4 bytes: 6).
std::string ToBase62(std::span<const std::byte> bytes);

// CRC-32 (IEEE 802.3), as in zip and PNG.
std::uint32_t Crc32(std::string_view text);

}  // namespace armillary
