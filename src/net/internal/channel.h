#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "net/internal/input_buffer.h"
#include "net/internal/outbox.h"

namespace armillary::net {

using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Bytes to and from one client, without a meaning. This is where TLS will stand. For one thread.
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

  explicit Channel(Socket socket);

  // Received and not yet used. Only shrinks while nothing is awaited.
  InputBuffer& Input() { return input_; }
  Outbox& Output() { return output_; }

  // Calls OnReady or OnEnd once more bytes, of which there are at most `room`, are in Input(); does
  // nothing if that is awaited already.
  void AwaitInput(std::shared_ptr<User> user, std::size_t room);

  // Writes what the socket takes at once.
  Sent Send();
  // Bytes sent since the last call.
  std::size_t TakeSentBytes() { return std::exchange(sent_bytes_, 0); }
  void AwaitWritable(std::shared_ptr<User> user);

  // Tells the client that no more comes. False if the client is gone.
  bool EndOutput();
  // Nothing is told to the user afterwards.
  void Close();

  // Without the port; empty if the client is gone already.
  std::string RemoteAddress() const;

 private:
  Socket socket_;
  InputBuffer input_;
  Outbox output_;
  bool awaits_input_ = false;
  bool closed_ = false;
  std::size_t sent_bytes_ = 0;
};

}  // namespace armillary::net
