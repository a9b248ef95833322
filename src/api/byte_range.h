#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace armillary::api {

// A part of some content: `length` bytes from `offset` on.
struct ByteRange {
  std::uint64_t offset;
  std::uint64_t length;

  bool operator==(const ByteRange&) const = default;
};

// What `Range: bytes=...` asks of content of `size` bytes; none for a header of another unit, of
// several ranges or of no sense, which RFC 9110 lets a server ignore. Fails with
// RangeNotSatisfiable if the range lies outside.
Result<std::optional<ByteRange>> ParseByteRange(std::string_view header, std::uint64_t size);

}  // namespace armillary::api
