#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "base/names.h"
#include "base/result.h"
#include "inference/internal/wire.h"

namespace armillary::inference {

enum class FieldType : std::uint8_t { Integer, Float, Double, Text, Blob, Message };

// A field that a message may have.
struct FieldSpec {
  std::uint32_t number;
  FieldType type;
  bool is_repeated;
  std::string_view name;
};

// A message of the ONNX format: no field beyond these is let through, so nothing is hidden from
// the checks that another reader would see.
struct MessageSpec {
  std::string_view name;
  std::span<const FieldSpec> fields;

  const FieldSpec* Find(std::uint32_t number) const {
    for (const FieldSpec& field : fields) {
      if (field.number == number) {
        return &field;
      }
    }
    return nullptr;
  }
};

inline tl::unexpected<Error> Broken(const std::string& where, const std::string& rule) {
  return Fail(ErrorCode::ModelInvalid, where + ": " + rule, where, rule);
}

// The encoding of a value that is not packed.
constexpr WireKind KindOf(FieldType type) {
  switch (type) {
    case FieldType::Integer:
      return WireKind::Varint;
    case FieldType::Float:
      return WireKind::Fixed32;
    case FieldType::Double:
      return WireKind::Fixed64;
    default:
      return WireKind::Bytes;
  }
}

// Fails with ModelInvalid if `field` is not one that `spec` allows, in the encoding it allows. Sets
// the bit of a singular field in `seen`, and fails if it is set already.
Result<const FieldSpec*> CheckField(const MessageSpec& spec, const WireField& field,
                                    std::uint64_t& seen, const std::string& where);

inline bool IsPacked(const FieldSpec& spec, const WireField& field) {
  return field.kind == WireKind::Bytes && KindOf(spec.type) != WireKind::Bytes;
}

// Calls `take(field)` for each number in a packed field.
template <class Take>
Result<void> Unpack(const FieldSpec& spec, WireField field, const std::string& where, Take& take) {
  const auto packed = std::exchange(field.bytes, {});
  field.kind = KindOf(spec.type);
  if (spec.type == FieldType::Integer) {
    WireReader reader(packed);
    while (const auto value = reader.NextVarint()) {
      field.value = *value;
      ARM_CHECK(take(field));
    }
    return reader.Fault().empty() ? Result<void>{} : Broken(where, std::string(reader.Fault()));
  }
  const std::size_t size = spec.type == FieldType::Float ? 4 : 8;
  if (packed.size() % size != 0) {
    return Broken(where, std::string(spec.name) + " ends in the middle of a number");
  }
  field.value = 0;  // Only the count matters to those who read it.
  for (std::size_t i = 0; i < packed.size() / size; ++i) {
    ARM_CHECK(take(field));
  }
  return {};
}

// Calls `take(field)` for each value in a message, packed ones one by one (their fractions as 0).
template <class Take>
Result<void> ReadMessage(std::span<const std::byte> bytes, const MessageSpec& spec,
                         const std::string& where, Take take) {
  WireReader reader(bytes);
  std::uint64_t seen = 0;
  while (const auto field = reader.Next()) {
    ARM_TRY(const FieldSpec* found, CheckField(spec, *field, seen, where));
    if (IsPacked(*found, *field)) {
      ARM_CHECK(Unpack(*found, *field, where, take));
    } else {
      ARM_CHECK(take(*field));
    }
  }
  return reader.Fault().empty() ? Result<void>{} : Broken(where, std::string(reader.Fault()));
}

extern const MessageSpec kModelMessage;
extern const MessageSpec kOpsetMessage;
extern const MessageSpec kEntryMessage;
extern const MessageSpec kGraphMessage;
extern const MessageSpec kNodeMessage;
extern const MessageSpec kAttributeMessage;
extern const MessageSpec kTensorMessage;
extern const MessageSpec kValueMessage;
extern const MessageSpec kTypeMessage;
extern const MessageSpec kTensorTypeMessage;
extern const MessageSpec kShapeMessage;
extern const MessageSpec kDimensionMessage;

}  // namespace armillary::inference
