#include "net/server.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "net/internal/loop.h"
#include "net/internal/site.h"

namespace armillary::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// So many beyond the limit are taken to be told so; those after them wait in the backlog.
constexpr std::size_t kToldSo = 64;

tl::unexpected<Error> Unusable(const ServerOptions& options, const error_code& why) {
  const ErrorCode code =
      why == asio::error::address_in_use ? ErrorCode::AddressInUse : ErrorCode::AddressUnusable;
  return Fail(code,
              options.address + " port " + std::to_string(options.port) + ": " + why.message(),
              "listen");
}

Result<asio::ip::address> ParseAddress(const ServerOptions& options, bool speaks_tls) {
  error_code failed;
  const auto address = asio::ip::make_address(options.address, failed);
  if (failed) {
    return Unusable(options, failed);
  }
  if (!speaks_tls && !address.is_loopback()) {
    return Fail(Error{.code = ErrorCode::TlsRequired,
                      .message = options.address + " is beyond this machine, where TLS is required",
                      .field = "listen",
                      .next_step = "Set `tls.certificate` and `tls.key` to files in PEM, or listen "
                                   "on a loopback address."});
  }
  return address;
}

std::vector<std::unique_ptr<Loop>> MakeLoops(Shared& shared) {
  std::vector<std::unique_ptr<Loop>> loops;
  for (std::size_t i = 0; i < std::max<std::size_t>(shared.options.threads, 1); ++i) {
    loops.push_back(std::make_unique<Loop>(shared));
  }
  return loops;
}

}  // namespace

class HttpServer::State {
 public:
  State(const ServerOptions& options, const Parts& parts)
      : shared_(options, parts),
        loops_(MakeLoops(shared_)),
        acceptor_(loops_.front()->Context()),
        pause_(loops_.front()->Context()) {}

  Result<void> Start();
  std::uint16_t Port() const { return port_; }
  bool Drain(std::chrono::milliseconds timeout);
  void WakeStreams() {
    OnEachLoop([](Loop& loop) { loop.WakeStreams(); });
  }

 private:
  using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

  Result<void> Listen(const tcp::endpoint& endpoint);
  void Accept();
  void OnAccept(const error_code& failed, Socket socket, Loop& loop);
  void Pause();

  // Runs `act` on each loop's thread.
  template <class Act>
  void OnEachLoop(Act act) {
    for (const auto& loop : loops_) {
      asio::post(loop->Context(), [act, &loop = *loop] { act(loop); });
    }
  }

  Shared shared_;
  std::vector<std::unique_ptr<Loop>> loops_;
  Acceptor acceptor_;
  asio::steady_timer pause_;
  std::size_t next_loop_ = 0;
  std::uint16_t port_ = 0;
  std::vector<std::jthread> threads_;
};

Result<void> HttpServer::State::Start() {
  const bool speaks_tls = shared_.parts.certificate != nullptr;
  ARM_TRY(const auto address, ParseAddress(shared_.options, speaks_tls));
  ARM_CHECK(Listen({address, shared_.options.port}));
  asio::post(loops_.front()->Context(), [this] { Accept(); });
  for (const auto& loop : loops_) {
    threads_.emplace_back([&loop = *loop] { loop.Run(); });
  }
  return {};
}

Result<void> HttpServer::State::Listen(const tcp::endpoint& endpoint) {
  error_code failed;
  acceptor_.open(endpoint.protocol(), failed);
  if (!failed) {
    acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
  }
  if (!failed) {
    acceptor_.bind(endpoint, failed);
  }
  if (!failed) {
    acceptor_.listen(shared_.options.backlog, failed);
  }
  if (!failed) {
    port_ = acceptor_.local_endpoint(failed).port();
  }
  if (failed) {
    error_code ignored;
    acceptor_.close(ignored);
    return Unusable(shared_.options, failed);
  }
  return {};
}

void HttpServer::State::Accept() {
  if (shared_.connections.Count() >= shared_.options.connections + kToldSo) {
    return Pause();
  }
  Loop& loop = *loops_[next_loop_++ % loops_.size()];
  acceptor_.async_accept(loop.Context(), [this, &loop](const error_code& failed, Socket socket) {
    OnAccept(failed, std::move(socket), loop);
  });
}

void HttpServer::State::OnAccept(const error_code& failed, Socket socket, Loop& loop) {
  if (!acceptor_.is_open()) {
    return;
  }
  if (failed && failed != asio::error::connection_aborted) {
    shared_.parts.log.Warning("a connection could not be accepted", {{"why", failed.message()}});
    return Pause();
  }
  if (!failed) {
    const bool full = shared_.connections.Count() >= shared_.options.connections;
    asio::post(loop.Context(), [&loop, full, taken = std::move(socket)]() mutable {
      full ? loop.AddRefused(std::move(taken)) : loop.Add(std::move(taken));
    });
  }
  Accept();
}

// Nothing can be accepted at the moment: out of descriptors, or too many connections.
void HttpServer::State::Pause() {
  pause_.expires_after(shared_.options.sweep);
  pause_.async_wait([this](const error_code& failed) {
    if (!failed && acceptor_.is_open()) {
      Accept();
    }
  });
}

bool HttpServer::State::Drain(std::chrono::milliseconds timeout) {
  if (threads_.empty()) {
    return true;
  }
  asio::post(loops_.front()->Context(), [this] {
    error_code ignored;
    acceptor_.close(ignored);
    OnEachLoop([](Loop& loop) { loop.Drain(); });
  });
  const bool finished = shared_.connections.WaitForNone(timeout);
  OnEachLoop([](Loop& loop) { loop.CutAll(); });
  shared_.connections.WaitForNone();
  shared_.tasks.WaitForNone();
  for (const auto& loop : loops_) {
    loop->Context().stop();
  }
  threads_.clear();
  for (const auto& loop : loops_) {
    loop->CutAll();  // What was accepted at the last moment.
  }
  shared_.tasks.WaitForNone();
  return finished;
}

Result<void> CheckAddress(const ServerOptions& options, bool speaks_tls) {
  ARM_CHECK(ParseAddress(options, speaks_tls));
  return {};
}

HttpServer::HttpServer(const ServerOptions& options, const Parts& parts)
    : state_(std::make_unique<State>(options, parts)) {}

HttpServer::~HttpServer() { state_->Drain(std::chrono::milliseconds(0)); }

Result<void> HttpServer::Start() { return state_->Start(); }

std::uint16_t HttpServer::Port() const { return state_->Port(); }

void HttpServer::WakeStreams() { state_->WakeStreams(); }

bool HttpServer::Drain(std::chrono::milliseconds timeout) { return state_->Drain(timeout); }

}  // namespace armillary::net
