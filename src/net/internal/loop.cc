#include "net/internal/loop.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/internal/response_writer.h"

// The non-template parts of Asio and Beast are compiled once: here.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>

namespace armillary::net {

Loop::Loop(Shared& shared) : shared_(shared), site_(shared), context_(1), timer_(context_) {
  site_.date = FormatHttpDate(shared.parts.clock.Now());
  ScheduleSweep();
}

void Loop::Run() { context_.run(); }

void Loop::Add(Socket socket) {
  shared_.metrics.accepted().Add();
  std::make_shared<Connection>(std::move(socket), context_, site_)->Start();
}

void Loop::AddRefused(Socket socket) {
  std::make_shared<Connection>(std::move(socket), context_, site_)
      ->StartRefused({.code = ErrorCode::TooManyConnections,
                      .message = "the server holds " + std::to_string(shared_.options.connections) +
                                 " connections",
                      .rule = "at most " + std::to_string(shared_.options.connections)});
}

void Loop::Drain() {
  site_.draining = true;
  for (const auto& connection : std::vector(site_.connections)) {
    connection->Drain();
  }
}

void Loop::CutAll() {
  for (const auto& connection : std::vector(site_.connections)) {
    connection->Cut();
  }
}

void Loop::WakeStreams() {
  for (const auto& connection : std::vector(site_.connections)) {
    connection->WakeStream();
  }
}

void Loop::Sweep() {
  site_.date = FormatHttpDate(shared_.parts.clock.Now());
  const SteadyTime now = std::chrono::steady_clock::now();
  for (const auto& connection : std::vector(site_.connections)) {
    connection->Sweep(now);
  }
}

void Loop::ScheduleSweep() {
  timer_.expires_after(shared_.options.sweep);
  timer_.async_wait([this](const boost::system::error_code& failed) {
    if (!failed) {
      Sweep();
      ScheduleSweep();
    }
  });
}

}  // namespace armillary::net
