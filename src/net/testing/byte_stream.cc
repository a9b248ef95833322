#include "net/testing/byte_stream.h"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <netinet/in.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "net/testing/tls_client.h"

namespace armillary::net {
namespace {

constexpr std::chrono::seconds kPatience{10};

class OpenSocket {
 public:
  explicit OpenSocket(std::uint16_t port) : number_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ARM_ASSERT(::connect(number_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) ==
               0);
    ::fcntl(number_, F_SETFL, ::fcntl(number_, F_GETFL) | O_NONBLOCK);
  }
  ~OpenSocket() { ::close(number_); }
  OpenSocket(const OpenSocket&) = delete;
  OpenSocket& operator=(const OpenSocket&) = delete;

  int Number() const { return number_; }

  // False if it cannot be read, or written, within ten seconds.
  bool Await(int event) const {
    pollfd wanted{.fd = number_, .events = static_cast<short>(event), .revents = 0};
    return ::poll(&wanted, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) > 0;
  }

 private:
  int number_;
};

class OverTcp : public ByteStream {
 public:
  explicit OverTcp(std::uint16_t port) : socket_(port) {}

  bool Send(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.Number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EAGAIN && socket_.Await(POLLOUT)) {
        continue;
      }
      if (sent <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  ssize_t Receive(std::span<char> into) override {
    if (!socket_.Await(POLLIN)) {
      return -1;
    }
    const ssize_t got = ::recv(socket_.Number(), into.data(), into.size(), 0);
    return got < 0 && errno == ECONNRESET ? 0 : got;
  }

  void EndOutput() override { ::shutdown(socket_.Number(), SHUT_WR); }

 private:
  OpenSocket socket_;
};

class OverTls : public ByteStream {
 public:
  explicit OverTls(std::uint16_t port)
      : socket_(port), context_(NewClientContext({})), ssl_(NewClient(context_.get(), {})) {
    std::signal(SIGPIPE, SIG_IGN);
    SSL_set_fd(ssl_.get(), socket_.Number());
    Try([&] { return SSL_do_handshake(ssl_.get()); });
  }

  bool Send(std::string_view bytes) override {
    std::size_t sent = 0;
    return bytes.empty() || Try([&] {
                              return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent);
                            }) == SSL_ERROR_NONE;
  }

  ssize_t Receive(std::span<char> into) override {
    std::size_t got = 0;
    const int outcome =
        Try([&] { return SSL_read_ex(ssl_.get(), into.data(), into.size(), &got); });
    return outcome == SSL_ERROR_WANT_READ ? -1 : static_cast<ssize_t>(got);
  }

  void EndOutput() override {
    const std::scoped_lock lock(mutex_);
    SSL_shutdown(ssl_.get());
  }

 private:
  // Until it is done, fails or takes too long.
  template <class Act>
  int Try(const Act& act) {
    while (true) {
      const int outcome = Once(act);
      const bool reads = outcome == SSL_ERROR_WANT_READ;
      if (!reads && outcome != SSL_ERROR_WANT_WRITE) {
        return outcome;
      }
      if (!socket_.Await(reads ? POLLIN : POLLOUT)) {
        return outcome;
      }
    }
  }

  template <class Act>
  int Once(const Act& act) {
    const std::scoped_lock lock(mutex_);
    ERR_clear_error();
    return SSL_get_error(ssl_.get(), act());
  }

  OpenSocket socket_;
  std::mutex mutex_;
  OwnedContext context_;
  OwnedSsl ssl_;
};

}  // namespace

std::unique_ptr<ByteStream> PlainStream(std::uint16_t port) {
  return std::make_unique<OverTcp>(port);
}

std::unique_ptr<ByteStream> TlsStream(std::uint16_t port) {
  return std::make_unique<OverTls>(port);
}

}  // namespace armillary::net
