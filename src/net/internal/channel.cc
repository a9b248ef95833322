#include "net/internal/channel.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <span>
#include <utility>

namespace armillary::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace

Channel::Channel(Socket socket) : socket_(std::move(socket)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Channel::AwaitInput(std::shared_ptr<User> user, std::size_t room) {
  if (std::exchange(awaits_input_, true)) {
    return;
  }
  const std::span<char> free = input_.Prepare(room);
  socket_.async_read_some(
      asio::buffer(free.data(), free.size()),
      [this, user = std::move(user)](const error_code& failed, std::size_t count) {
        awaits_input_ = false;
        if (closed_) {
          return;
        }
        input_.Commit(count);
        failed ? user->OnEnd() : user->OnReady();
      });
}

Channel::Sent Channel::Send() {
  while (!output_.Empty()) {
    const auto [first, second] = output_.Pieces();
    const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
    error_code failed;
    const std::size_t sent = second.empty() ? socket_.write_some(asio::buffer(first), failed)
                                            : socket_.write_some(both, failed);
    if (failed == asio::error::would_block || failed == asio::error::try_again) {
      return Sent::Some;
    }
    if (failed) {
      return Sent::Failed;
    }
    output_.Consume(sent);
    sent_bytes_ += sent;
  }
  return Sent::All;
}

void Channel::AwaitWritable(std::shared_ptr<User> user) {
  socket_.async_wait(Socket::wait_write, [this, user = std::move(user)](const error_code&) {
    if (!closed_) {
      user->OnReady();  // After a failure, the next Send fails.
    }
  });
}

bool Channel::EndOutput() {
  error_code failed;
  socket_.shutdown(Socket::shutdown_send, failed);
  return !failed;
}

void Channel::Close() {
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
}

std::string Channel::RemoteAddress() const {
  error_code failed;
  const auto peer = socket_.remote_endpoint(failed);
  return failed ? std::string() : peer.address().to_string();
}

}  // namespace armillary::net
