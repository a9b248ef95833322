#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/internal/input_buffer.h"
#include "net/internal/outbox.h"
#include "net/internal/tls_session.h"

namespace armillary::net {

using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Bytes to and from one client, without a meaning; over TLS if it has a session. For one thread.
class Channel {
 public:
  // Who is told what happened; kept alive while something is awaited.
  class User {
   public:
    virtual ~User() = default;
    // What was awaited can be done.
    virtual void OnReady() = 0;
    // Input was awaited, and the client sends nothing more.
    virtual void OnEnd() = 0;
  };
  enum class Sent { All, Some, Failed };

  // Without a session the bytes are sent as they are.
  Channel(Socket socket, std::unique_ptr<TlsSession> tls);

  // Received and not yet used. Only shrinks while nothing is awaited.
  InputBuffer& Input() { return input_; }
  Outbox& Output() { return output_; }
  // Whether more has arrived than was used.
  bool HoldsInput() const { return !input_.Empty() || (tls_ && tls_->HoldsInput()); }

  // False also for a client that spoke without TLS where it should have: its bytes are in Input().
  bool IsSecure() const { return tls_ != nullptr; }

  // Calls OnReady or OnEnd once more bytes are in Input(), at most `room`, or over TLS 48 KiB; does
  // nothing if that is awaited already. May call OnReady without more.
  void AwaitInput(std::shared_ptr<User> user, std::size_t room);

  // Writes what the socket takes at once; nothing before TLS is agreed on.
  Sent Send();
  // Bytes sent since the last call.
  std::size_t TakeSentBytes() { return std::exchange(sent_bytes_, 0); }
  // Calls OnReady once more can be written; does nothing if that is awaited already.
  void AwaitWritable(std::shared_ptr<User> user);
  // How much may lie in the kernel for a client that does not read, about.
  void LimitUnsent(std::size_t bytes);

  // Tells the client that no more comes. False if the client is gone.
  bool EndOutput();
  // Nothing is told to the user afterwards. Over TLS, says that all was sent if it was.
  void Close();
  // The same in the middle of an answer.
  void Abort();

  // Without the port; empty if the client is gone already.
  std::string RemoteAddress() const;

 private:
  enum class Arrived { Bytes, Nothing, End };

  // Over TLS.
  void AwaitRecords(std::shared_ptr<User> user);
  void TakeRecords(const std::shared_ptr<User>& user);
  Arrived ReadRecords();
  Arrived Decrypt(std::string_view records);
  Sent SendRecords();

  Sent Flush(Outbox& from);

  Socket socket_;
  std::unique_ptr<TlsSession> tls_;
  InputBuffer input_;
  Outbox output_;
  bool awaits_input_ = false;
  bool awaits_writable_ = false;
  bool closed_ = false;
  std::size_t sent_bytes_ = 0;
};

}  // namespace armillary::net
