#include "net/internal/request_ids.h"

#include <array>
#include <cstring>
#include <span>
#include <string_view>

namespace armillary::net {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::uint64_t kFortyBits = (std::uint64_t{1} << 40U) - 1;

// The low bits of `bits` as base 32, highest first.
void Write(std::uint64_t bits, std::span<char> digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    *digit = kDigits[bits & 31U];
    bits >>= 5U;
  }
}

}  // namespace

RequestIds::RequestIds(const Clock& clock, Random& random) : clock_(clock) {
  std::array<std::uint64_t, 2> noise{};
  random.Fill(std::as_writable_bytes(std::span(noise)));
  high_ = noise[0] & kFortyBits;
  low_ = noise[1] & kFortyBits;
}

void RequestIds::Next(std::string& id) {
  low_ = (low_ + 1) & kFortyBits;
  high_ = (high_ + (low_ == 0 ? 1 : 0)) & kFortyBits;
  id.resize(26);
  const std::span<char> digits(id);
  Write(static_cast<std::uint64_t>(ToMillis(clock_.Now())), digits.first(10));
  Write(high_, digits.subspan(10, 8));
  Write(low_, digits.last(8));
}

}  // namespace armillary::net
