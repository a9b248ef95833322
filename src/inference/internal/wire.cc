#include "inference/internal/wire.h"

namespace armillary::inference {
namespace {

constexpr std::uint64_t kMostFieldNumber = (1U << 29U) - 1;
constexpr std::size_t kMostVarintBytes = 10;

}  // namespace

std::optional<WireField> WireReader::Next() {
  if (rest_.empty() || !fault_.empty()) {
    return std::nullopt;
  }
  const auto tag = Varint();
  if (!tag) {
    return std::nullopt;
  }
  const std::uint64_t number = *tag >> 3U;
  if (number == 0 || number > kMostFieldNumber) {
    fault_ = "a field number is outside its range";
    return std::nullopt;
  }
  WireField field{.number = static_cast<std::uint32_t>(number),
                  .kind = static_cast<WireKind>(*tag & 7U)};
  if (!ReadValue(field)) {
    return std::nullopt;
  }
  return field;
}

std::optional<std::uint64_t> WireReader::NextVarint() {
  return rest_.empty() ? std::nullopt : Varint();
}

bool WireReader::ReadValue(WireField& field) {
  if (field.kind == WireKind::Bytes) {
    const auto bytes = Counted();
    field.bytes = bytes.value_or(std::span<const std::byte>{});
    return bytes.has_value();
  }
  std::optional<std::uint64_t> value;
  if (field.kind == WireKind::Varint) {
    value = Varint();
  } else if (field.kind == WireKind::Fixed64) {
    value = Fixed(8);
  } else if (field.kind == WireKind::Fixed32) {
    value = Fixed(4);
  } else {
    fault_ = "a field has an encoding that is not used here";
  }
  field.value = value.value_or(0);
  return value.has_value();
}

std::optional<std::uint64_t> WireReader::Varint() {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kMostVarintBytes; ++i) {
    if (i >= rest_.size()) {
      fault_ = "it ends in the middle of a number";
      return std::nullopt;
    }
    const auto byte = std::to_integer<std::uint64_t>(rest_[i]);
    value |= (byte & 0x7FU) << (7 * i);
    if (byte < 0x80U) {
      const bool is_overlong = (i > 0 && byte == 0) || (i == kMostVarintBytes - 1 && byte > 1);
      if (is_overlong) {
        break;
      }
      rest_ = rest_.subspan(i + 1);
      return value;
    }
  }
  fault_ = "a number is longer than it need be";
  return std::nullopt;
}

std::optional<std::uint64_t> WireReader::Fixed(std::size_t size) {
  if (rest_.size() < size) {
    fault_ = "it ends in the middle of a number";
    return std::nullopt;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= std::to_integer<std::uint64_t>(rest_[i]) << (8 * i);
  }
  rest_ = rest_.subspan(size);
  return value;
}

std::optional<std::span<const std::byte>> WireReader::Counted() {
  const auto size = Varint();
  if (!size) {
    return std::nullopt;
  }
  if (*size > rest_.size()) {
    fault_ = "a field says that it is longer than what is there";
    return std::nullopt;
  }
  const auto bytes = rest_.first(static_cast<std::size_t>(*size));
  rest_ = rest_.subspan(bytes.size());
  return bytes;
}

}  // namespace armillary::inference
