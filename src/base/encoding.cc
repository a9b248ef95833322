#include "base/encoding.h"

#include <algorithm>
#include <cmath>
#include <sodium.h>
#include <zlib.h>

namespace armillary {
namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const unsigned char* Raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Divides the big-endian number in place and gives the remainder.
unsigned DivideBy62(std::vector<unsigned>& number) {
  unsigned remainder = 0;
  for (unsigned& digit : number) {
    const unsigned value = remainder * 256 + digit;
    digit = value / 62;
    remainder = value % 62;
  }
  return remainder;
}

}  // namespace

std::string ToHex(std::span<const std::byte> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte byte : bytes) {
    text += kDigits[std::to_integer<unsigned>(byte) >> 4U];
    text += kDigits[std::to_integer<unsigned>(byte) & 15U];
  }
  return text;
}

Result<std::vector<std::byte>> FromHex(std::string_view text) {
  // One byte more than needed, so that there is always one to point to.
  std::vector<std::byte> bytes(text.size() / 2 + 1);
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                    text.data(), text.size(), nullptr, &length, &end);
  if (failed != 0 || end != text.data() + text.size() || length * 2 != text.size()) {
    return Fail(ErrorCode::InvalidFormat, "not a string of hexadecimal byte pairs");
  }
  bytes.resize(length);
  return bytes;
}

std::string ToBase64Url(std::span<const std::byte> bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), Raw(bytes), bytes.size(), kVariant);
  text.pop_back();
  return text;
}

Result<std::vector<std::byte>> FromBase64Url(std::string_view text) {
  std::vector<std::byte> bytes(text.size() + 1);
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                       text.data(), text.size(), nullptr, &length, &end,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0 || end != text.data() + text.size()) {
    return Fail(ErrorCode::InvalidFormat, "not base64url without padding");
  }
  bytes.resize(length);
  return bytes;
}

std::string ToBase62(std::span<const std::byte> bytes) {
  std::vector<unsigned> number;
  for (const std::byte byte : bytes) {
    number.push_back(std::to_integer<unsigned>(byte));
  }
  const double bits = static_cast<double>(bytes.size()) * 8;
  const auto width = static_cast<std::size_t>(std::ceil(bits / std::log2(62.0)));
  std::string text(width, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
    *digit = kBase62[DivideBy62(number)];
  }
  return text;
}

std::uint32_t Crc32(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return static_cast<std::uint32_t>(crc32(0, bytes, static_cast<unsigned>(text.size())));
}

}  // namespace armillary
