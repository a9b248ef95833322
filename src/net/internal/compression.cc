#include "net/internal/compression.h"

#include <algorithm>
#include <array>
#include <zlib.h>

#include "base/assert.h"

namespace armillary::net {
namespace {

constexpr int kGzipWindow = 15 + 16;
constexpr int kZlibWindow = 15;
constexpr int kLevel = 4;  // Half of level 6's time for a tenth more bytes on JSON.
constexpr int kMemory = 8;
constexpr std::size_t kPieceBytes = 32 * 1024;
constexpr std::size_t kMostInput = 1U << 30U;  // zlib counts in 32 bits.

// zlib reads only, but its interface does not say so.
Bytef* Input(std::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

tl::unexpected<Error> Broken(const char* what) {
  return Fail(ErrorCode::InvalidEncoding, what, "Content-Encoding");
}

}  // namespace

struct Inflater::Stream {
  explicit Stream(Coding coding) {
    const int window = coding == Coding::Gzip ? kGzipWindow : kZlibWindow;
    ARM_ASSERT(inflateInit2(&zlib, window) == Z_OK);
  }
  ~Stream() { inflateEnd(&zlib); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  z_stream zlib{};
  std::array<std::byte, kPieceBytes> piece;
};

Inflater::Inflater(Coding coding, std::size_t limit)
    : stream_(std::make_unique<Stream>(coding)), left_(limit), limit_(limit) {}
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;

Result<void> Inflater::Feed(std::string_view packed, const Take& take) {
  ARM_ASSERT(packed.size() <= kMostInput);
  z_stream& zlib = stream_->zlib;
  zlib.next_in = Input(packed);
  zlib.avail_in = static_cast<uInt>(packed.size());
  bool full = true;
  while (!ended_ && (zlib.avail_in > 0 || full)) {
    zlib.next_out = reinterpret_cast<Bytef*>(stream_->piece.data());
    zlib.avail_out = kPieceBytes;
    const int status = inflate(&zlib, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      return Broken("the compressed body is damaged");
    }
    const std::size_t made = kPieceBytes - zlib.avail_out;
    if (made > left_) {
      return Fail(ErrorCode::BodyTooLarge,
                  "the unpacked body is larger than " + std::to_string(limit_) + " bytes", "body",
                  "at most " + std::to_string(limit_) + " bytes");
    }
    left_ -= made;
    ARM_CHECK(take(std::span(stream_->piece).first(made)));
    full = zlib.avail_out == 0;
    ended_ = status == Z_STREAM_END;
  }
  if (zlib.avail_in > 0) {
    return Broken("there are bytes after the end of the compressed body");
  }
  return {};
}

Result<void> Inflater::Finish() const {
  if (!ended_) {
    return Broken("the compressed body ends early");
  }
  return {};
}

std::string Gzip(std::string_view text) {
  z_stream zlib{};
  if (text.size() > kMostInput ||
      deflateInit2(&zlib, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string packed(deflateBound(&zlib, static_cast<uLong>(text.size())), '\0');
  zlib.next_in = Input(text);
  zlib.avail_in = static_cast<uInt>(text.size());
  zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
  zlib.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&zlib, Z_FINISH);
  packed.resize(status == Z_STREAM_END ? packed.size() - zlib.avail_out : 0);
  deflateEnd(&zlib);
  return packed;
}

}  // namespace armillary::net
