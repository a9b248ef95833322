#include "inference/testing/mutator.h"

#include <algorithm>
#include <array>

namespace armillary::inference {
namespace {

// Encoded numbers that lie about lengths, counts and signs.
constexpr std::array<std::array<std::uint8_t, 10>, 4> kExtremes = {{
    {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01},
    {0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00, 0x00, 0x00, 0x00, 0x00},
    {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00},
    {0x80, 0x80, 0x80, 0x80, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00},
}};

std::ptrdiff_t At(std::size_t position) { return static_cast<std::ptrdiff_t>(position); }

}  // namespace

std::size_t Mutator::Below(std::size_t bound) {
  return static_cast<std::size_t>(engine_() % bound);
}

std::vector<std::byte> Mutator::Mutate(std::span<const std::byte> original) {
  std::vector<std::byte> bytes(original.begin(), original.end());
  // Mostly one, so that many files are broken only where the parser cannot see it.
  const std::size_t changes = Below(3) == 0 ? 1 + Below(4) : 1;
  for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
    Change(bytes);
  }
  return bytes;
}

void Mutator::Change(std::vector<std::byte>& bytes) {
  const std::size_t at = Below(bytes.size());
  switch (Below(6)) {
    case 0:
    case 1:
      bytes[at] ^= static_cast<std::byte>(1U << Below(8));
      break;
    case 2:
    case 3:
      Overwrite(bytes, at);
      break;
    case 4:
      Insert(bytes, at);
      break;
    default:
      Move(bytes, at);
  }
}

void Mutator::Overwrite(std::vector<std::byte>& bytes, std::size_t at) {
  constexpr std::array<std::uint8_t, 6> kTelling = {0, 1, 0x7F, 0x80, 0xFE, 0xFF};
  const bool is_telling = Below(2) == 0;
  bytes[at] = static_cast<std::byte>(is_telling ? kTelling.at(Below(kTelling.size())) : Below(256));
}

void Mutator::Insert(std::vector<std::byte>& bytes, std::size_t at) {
  if (Below(2) == 0) {
    const auto& extreme = kExtremes.at(Below(kExtremes.size()));
    bytes[at] = static_cast<std::byte>(extreme.front());
    for (std::size_t i = 1; i < extreme.size(); ++i) {
      bytes.insert(bytes.begin() + At(at + i), static_cast<std::byte>(extreme.at(i)));
    }
    return;
  }
  const std::size_t length = std::min<std::size_t>(1 + Below(40), bytes.size() - at);
  const std::vector<std::byte> copied(bytes.begin() + At(at), bytes.begin() + At(at + length));
  const auto place = bytes.begin() + At(Below(bytes.size()));
  bytes.insert(place, copied.begin(), copied.end());
}

void Mutator::Move(std::vector<std::byte>& bytes, std::size_t at) {
  const std::size_t length = std::min<std::size_t>(1 + Below(40), bytes.size() - at);
  switch (Below(3)) {
    case 0:
      bytes.erase(bytes.begin() + At(at), bytes.begin() + At(at + length));
      break;
    case 1:
      bytes.resize(at);
      break;
    default:
      std::swap_ranges(bytes.begin() + At(at), bytes.begin() + At(at + length),
                       bytes.begin() + At(Below(bytes.size() - length + 1)));
  }
}

}  // namespace armillary::inference
