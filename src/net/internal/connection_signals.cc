// What comes to a connection from elsewhere than its socket: time, the end of the server, and news
// for its stream.

#include <boost/asio/post.hpp>
#include <memory>

#include "net/internal/connection.h"

namespace armillary::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kStreamRoom = 64;                        // For input that means nothing.
constexpr std::size_t kStreamUnsent = std::size_t{64} * 1024;  // In the kernel, for one client.

}  // namespace

void Connection::Sweep(SteadyTime now) {
  if (IsClosed() || now < deadline_) {
    return;
  }
  now_ = now;
  if (phase_ == Phase::Working && work_ != Work::ReadPiece) {
    Abandon();
    Refuse({ErrorCode::Timeout, "the answer was not ready in time"});
    return Run();
  }
  if (phase_ == Phase::Body || (phase_ == Phase::Head && !IsIdle())) {
    exchange_->framing.keep_alive = false;
    Refuse({ErrorCode::RequestTimeout, "the request did not arrive in time"});
    return Run();
  }
  if (phase_ == Phase::Working || phase_ == Phase::Writing || phase_ == Phase::Streaming) {
    site_.shared.metrics.cut().Add();
  }
  Cut();
}

// Who listens to a stream goes on elsewhere from where it was cut.
void Connection::Drain() {
  if (IsIdle() || phase_ == Phase::Streaming) {
    Cut();
  }
}

void Connection::BeginStream() {
  phase_ = Phase::Streaming;
  deadline_ = now_ + options_.write;
  channel_.Input().Clear();
  channel_.Input().Shrink(0);
  channel_.LimitUnsent(kStreamUnsent);
}

void Connection::WakeStream() {
  if (phase_ == Phase::Streaming) {
    OnReady();
  }
}

// Asks the source for more only when all that it gave is sent, so that a client that does not read
// costs no memory; what is written has its deadline, silence has none.
bool Connection::StepStream() {
  Outbox& output = channel_.Output();
  channel_.Input().Clear();
  if (output.Empty()) {
    auto& source = std::get<std::unique_ptr<StreamSource>>(exchange_->response.body);
    if (!source->Take(output.Text())) {
      return Write(After::Close);
    }
    deadline_ = output.Empty() ? SteadyTime::max() : now_ + options_.write;
  }
  const bool has_more = !output.Empty();
  const Channel::Sent sent = channel_.Send();
  if (sent == Channel::Sent::Failed) {
    Cut();
    return false;
  }
  channel_.AwaitInput(shared_from_this(), kStreamRoom);
  if (sent == Channel::Sent::Some) {
    channel_.AwaitWritable(shared_from_this());
  } else if (has_more) {
    asio::post(context_, [self = shared_from_this()] { self->WakeStream(); });
  }
  return false;
}

}  // namespace armillary::net
