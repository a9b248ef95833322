#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary {

// A SHA-256 hash: the name of content.
struct Digest {
  std::array<std::byte, 32> bytes{};

  auto operator<=>(const Digest&) const = default;

  // 64 lower-case hexadecimal digits.
  std::string ToHex() const;
  // Fails with InvalidFormat.
  static Result<Digest> FromHex(std::string_view text);
};

Digest Sha256(std::span<const std::byte> bytes);
Digest Sha256(std::string_view text);

// SHA-256 of what is appended piece by piece.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Append(std::span<const std::byte> bytes);
  // Ends the stream: nothing may be appended after it.
  Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace armillary
