#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace armillary::net {

// How the bytes of a test's client travel. One thread may send while another receives.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  // False if the server has closed.
  virtual bool Send(std::string_view bytes) = 0;
  // How many bytes came: 0 at the end, negative after ten seconds.
  virtual ssize_t Receive(std::span<char> into) = 0;
  // Says that nothing more comes.
  virtual void EndOutput() = 0;
};

// Both connect to 127.0.0.1.
std::unique_ptr<ByteStream> PlainStream(std::uint16_t port);
std::unique_ptr<ByteStream> TlsStream(std::uint16_t port);

}  // namespace armillary::net
