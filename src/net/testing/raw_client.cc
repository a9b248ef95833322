#include "net/testing/raw_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

#include "base/assert.h"
#include "net/fields.h"

namespace armillary::net {
namespace {

constexpr int kPatienceSeconds = 10;

}  // namespace

std::optional<std::string> RawResponse::Header(std::string_view name) const {
  std::string_view rest = head;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos && EqualsIgnoringCase(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
  }
  return std::nullopt;
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ARM_ASSERT(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
}

RawClient::~RawClient() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

bool RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::EndOutput() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::Fill() {
  std::array<char, 64 * 1024> piece;
  const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
  received_.append(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  return got > 0;
}

std::optional<RawResponse> RawClient::Read(bool head_only) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) {
      return std::nullopt;
    }
  }
  RawResponse response{.status = 0, .head = received_.substr(0, end), .body = {}};
  received_.erase(0, end + 4);
  if (!response.head.starts_with("HTTP/1.1 ")) {
    return std::nullopt;
  }
  response.status = std::atoi(response.head.c_str() + 9);
  const auto length = response.Header("Content-Length");
  const std::size_t size = length && !head_only ? std::strtoull(length->c_str(), nullptr, 10) : 0;
  while (received_.size() < size) {
    if (!Fill()) {
      return std::nullopt;
    }
  }
  response.body = received_.substr(0, size);
  received_.erase(0, size);
  return response;
}

std::optional<RawResponse> RawClient::Ask(std::string_view bytes) {
  Send(bytes);  // An answer may come before all is sent.
  return Read();
}

bool RawClient::SeesEnd() {
  if (!received_.empty()) {
    return false;
  }
  char byte = 0;
  const ssize_t got = ::recv(socket_, &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

int StatusOf(std::uint16_t port, std::string_view bytes) {
  RawClient client(port);
  const auto response = client.Ask(bytes);
  return response ? response->status : 0;
}

}  // namespace armillary::net
