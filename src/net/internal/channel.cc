#include "net/internal/channel.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <span>
#include <utility>

namespace armillary::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kReadAtOnce = std::size_t{32} * 1024;
constexpr std::size_t kEncryptedAhead = std::size_t{32} * 1024;  // Of the socket.
constexpr std::size_t kMostRecord = std::size_t{16} * 1024;

bool IsBlocked(const error_code& failed) {
  return failed == asio::error::would_block || failed == asio::error::try_again;
}

}  // namespace

Channel::Channel(Socket socket, std::unique_ptr<TlsSession> tls)
    : socket_(std::move(socket)), tls_(std::move(tls)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Channel::AwaitInput(std::shared_ptr<User> user, std::size_t room) {
  if (std::exchange(awaits_input_, true)) {
    return;
  }
  if (tls_) {
    return AwaitRecords(std::move(user));
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

// What the client is owed goes first: one that does not read is not read from.
void Channel::AwaitRecords(std::shared_ptr<User> user) {
  if (!tls_->CanReceive()) {
    return asio::post(socket_.get_executor(),
                      [this, user = std::move(user)] { TakeRecords(user); });
  }
  socket_.async_wait(tls_->Records().Empty() ? Socket::wait_read : Socket::wait_write,
                     [this, user = std::move(user)](const error_code&) { TakeRecords(user); });
}

void Channel::TakeRecords(const std::shared_ptr<User>& user) {
  if (closed_) {
    return;
  }
  const Arrived arrived = ReadRecords();
  if (arrived == Arrived::Nothing) {
    return AwaitRecords(user);
  }
  awaits_input_ = false;
  if (arrived == Arrived::Bytes) {
    return user->OnReady();
  }
  user->OnEnd();
  if (!closed_ && !tls_->CanSend()) {
    user->OnReady();  // Who waits to send finds that it fails.
  }
}

Channel::Arrived Channel::ReadRecords() {
  if (!tls_->CanReceive() || Flush(tls_->Records()) == Sent::Failed) {
    return Arrived::End;
  }
  if (!tls_->Records().Empty()) {
    return Arrived::Nothing;
  }
  thread_local std::array<char, kReadAtOnce> records;
  error_code failed;
  const std::size_t count = socket_.read_some(asio::buffer(records), failed);
  if (IsBlocked(failed)) {
    return Arrived::Nothing;
  }
  if (failed) {
    tls_->EndInput();
    return Arrived::End;
  }
  return Decrypt({records.data(), count});
}

Channel::Arrived Channel::Decrypt(std::string_view records) {
  if (tls_->IsPlainHttp(records)) {
    tls_.reset();
    input_.Append(records);
    return Arrived::Bytes;
  }
  const bool could_send = tls_->CanSend();
  const std::size_t before = input_.View().size();
  tls_->Receive(records, input_);
  Flush(tls_->Records());  // The next read finds a failure.
  if (input_.View().size() > before || (!could_send && tls_->CanSend())) {
    return Arrived::Bytes;
  }
  return tls_->CanReceive() ? Arrived::Nothing : Arrived::End;
}

Channel::Sent Channel::SendRecords() {
  if (!tls_->CanSend()) {
    return tls_->CanReceive() ? Sent::Some : Sent::Failed;
  }
  Sent sent = Sent::All;
  do {
    while (!output_.Empty() && tls_->Records().Size() < kEncryptedAhead) {
      const std::string_view piece = output_.Pieces().front().substr(0, kMostRecord);
      if (!tls_->Send(piece)) {
        return Sent::Failed;
      }
      output_.Consume(piece.size());
    }
    sent = Flush(tls_->Records());
  } while (sent == Sent::All && !output_.Empty());
  return sent;
}

Channel::Sent Channel::Send() { return tls_ ? SendRecords() : Flush(output_); }

Channel::Sent Channel::Flush(Outbox& from) {
  while (!from.Empty()) {
    const auto [first, second] = from.Pieces();
    const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
    error_code failed;
    const std::size_t sent = second.empty() ? socket_.write_some(asio::buffer(first), failed)
                                            : socket_.write_some(both, failed);
    if (IsBlocked(failed)) {
      return Sent::Some;
    }
    if (failed) {
      return Sent::Failed;
    }
    from.Consume(sent);
    sent_bytes_ += sent;
  }
  return Sent::All;
}

void Channel::AwaitWritable(std::shared_ptr<User> user) {
  if (tls_ && !tls_->CanSend()) {
    return AwaitInput(std::move(user), 0);  // Of which TLS is still made.
  }
  if (std::exchange(awaits_writable_, true)) {
    return;
  }
  socket_.async_wait(Socket::wait_write, [this, user = std::move(user)](const error_code&) {
    awaits_writable_ = false;
    if (!closed_) {
      user->OnReady();  // After a failure, the next Send fails.
    }
  });
}

void Channel::LimitUnsent(std::size_t bytes) {
  error_code ignored;
  socket_.set_option(asio::socket_base::send_buffer_size(static_cast<int>(bytes)), ignored);
}

bool Channel::EndOutput() {
  if (tls_) {
    tls_->EndOutput();
    if (Flush(tls_->Records()) != Sent::All) {
      return false;
    }
  }
  error_code failed;
  socket_.shutdown(Socket::shutdown_send, failed);
  return !failed;
}

void Channel::Close() {
  if (tls_ && output_.Empty() && tls_->Records().Empty()) {
    tls_->EndOutput();
    Flush(tls_->Records());
  }
  Abort();
}

void Channel::Abort() {
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
