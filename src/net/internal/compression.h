#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary::net {

enum class Coding { Identity, Gzip, Deflate };

// Unpacks one compressed body as it arrives. What comes out is counted while it comes out, so a
// small body cannot become more than `limit` bytes anywhere.
class Inflater {
 public:
  // `coding` is not Identity.
  Inflater(Coding coding, std::size_t limit);
  ~Inflater();
  Inflater(Inflater&&) noexcept;

  using Take = std::function<Result<void>(std::span<const std::byte>)>;

  // Gives what `packed` holds to `take`, in pieces. Fails with InvalidEncoding, with BodyTooLarge,
  // or as `take` does.
  Result<void> Feed(std::string_view packed, const Take& take);

  // Fails with InvalidEncoding unless the body was whole.
  Result<void> Finish() const;

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::size_t left_;
  std::size_t limit_;
  bool ended_ = false;
};

// `text` as one gzip member; empty if memory ran out.
std::string Gzip(std::string_view text);

}  // namespace armillary::net
