#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace armillary::inference {

// How a field of a protobuf message is encoded; groups are refused.
enum class WireKind : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct WireField {
  std::uint32_t number = 0;
  WireKind kind = WireKind::Varint;
  std::uint64_t value = 0;  // Of all kinds but Bytes.
  std::span<const std::byte> bytes = {};
};

// Walks the fields of one protobuf message without copying. Never reads outside of `bytes`.
class WireReader {
 public:
  explicit WireReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  // The next field; none at the end or at a fault, after which there is no next one.
  std::optional<WireField> Next();

  // One number of a packed field; none at the end or at a fault.
  std::optional<std::uint64_t> NextVarint();

  // What is wrong with the bytes; empty while nothing is.
  std::string_view Fault() const { return fault_; }

 private:
  std::optional<std::uint64_t> Varint();
  std::optional<std::uint64_t> Fixed(std::size_t size);
  std::optional<std::span<const std::byte>> Counted();
  bool ReadValue(WireField& field);

  std::span<const std::byte> rest_;
  std::string_view fault_;
};

}  // namespace armillary::inference
