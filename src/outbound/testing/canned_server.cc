#include "outbound/testing/canned_server.h"

#include <array>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace armillary::outbound {
namespace {

constexpr int kWaitMillis = 20;

bool IsReadable(int socket) {
  pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, kWaitMillis) > 0;
}

constexpr char kTlsHandshake = 0x16;

// The whole request has come: its head, and as much of a body as the head says. Who speaks TLS is
// answered at once.
bool IsWhole(const std::string& request) {
  if (request.starts_with(kTlsHandshake)) {
    return true;
  }
  const auto end = request.find("\r\n\r\n");
  if (end == std::string::npos) {
    return false;
  }
  const auto length_at = request.find("Content-Length: ");
  const std::size_t length =
      length_at == std::string::npos ? 0 : std::stoul(request.substr(length_at + 16));
  return request.size() >= end + 4 + length;
}

}  // namespace

CannedServer::CannedServer(std::string answer)
    : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, raw, length) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, raw, &length) != 0) {
    throw std::runtime_error("no port on this machine");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { Loop(); });
}

CannedServer::~CannedServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

std::string CannedServer::Url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> CannedServer::Requests() const {
  return requests_.With([](const std::vector<std::string>& requests) { return requests; });
}

void CannedServer::Loop() {
  while (!stopping_) {
    if (IsReadable(listener_)) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      Serve(connection);
      ::close(connection);
    }
  }
}

void CannedServer::Serve(int connection) {
  std::string request;
  std::array<char, 4096> piece{};
  while (!stopping_ && !IsWhole(request)) {
    if (!IsReadable(connection)) {
      continue;
    }
    const ssize_t got = ::recv(connection, piece.data(), piece.size(), 0);
    if (got <= 0) {
      return;
    }
    request.append(piece.data(), static_cast<std::size_t>(got));
  }
  requests_.With([&](std::vector<std::string>& requests) { requests.push_back(request); });
  while (answer_.empty() && !stopping_ && !IsReadable(connection)) {
  }
  std::size_t sent = 0;
  while (sent < answer_.size()) {
    const ssize_t done =
        ::send(connection, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
    if (done <= 0) {
      return;
    }
    sent += static_cast<std::size_t>(done);
  }
}

}  // namespace armillary::outbound
