#include "base/id.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace armillary {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";

// Appends the low `count` * 5 bits of `bits`, highest first.
void AppendBase32(std::string& text, std::uint64_t bits, unsigned count) {
  for (unsigned place = count; place-- > 0;) {
    text += kDigits[(bits >> (place * 5U)) & 31U];
  }
}

std::uint64_t Pack(const std::array<std::byte, 10>& bytes, std::size_t from) {
  std::uint64_t bits = 0;
  for (std::size_t i = from; i < from + 5; ++i) {
    bits = (bits << 8U) | std::to_integer<std::uint64_t>(bytes.at(i));
  }
  return bits;
}

}  // namespace

std::string NewId(const Clock& clock, Random& random) {
  std::array<std::byte, 10> noise{};
  random.Fill(noise);
  std::string text;
  AppendBase32(text, static_cast<std::uint64_t>(ToMillis(clock.Now())), 10);
  AppendBase32(text, Pack(noise, 0), 8);
  AppendBase32(text, Pack(noise, 5), 8);
  return text;
}

}  // namespace armillary
