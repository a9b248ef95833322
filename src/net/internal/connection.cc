#include "net/internal/connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "net/internal/response_writer.h"

namespace armillary::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kHeadRoom = 4 * 1024;
constexpr std::size_t kBodyRoom = 64 * 1024;
constexpr std::size_t kMostCollected = 64 * 1024;  // Answers that wait to be sent together.
constexpr std::size_t kTimedPiece = 256 * 1024;    // What options.write is for.

}  // namespace

Connection::Connection(Socket socket, asio::io_context& context, Site& site)
    : context_(context),
      site_(site),
      options_(site.shared.options),
      channel_(std::move(socket), NewSession(site.shared)),
      remote_address_(channel_.RemoteAddress()),
      now_(std::chrono::steady_clock::now()),
      intake_(site),
      exchange_(NewExchange(site.shared)) {}

void Connection::Open() {
  Shared& shared = site_.shared;
  shared.connections.Enter();
  shared.metrics.connections().Add(1);
  place_ = site_.connections.size();
  site_.connections.push_back(shared_from_this());
}

void Connection::Cut() {
  if (IsClosed()) {
    return;
  }
  const bool at_work = phase_ == Phase::Working;
  phase_ = Phase::Closed;
  at_work ? channel_.Abort() : channel_.Close();
  if (!at_work) {
    DiscardUpload(*exchange_, site_.shared);
    exchange_->response = {};  // Whatever still keeps the connection, its stream has ended.
  }
  auto& all = site_.connections;
  all.back()->place_ = place_;
  std::swap(all[place_], all.back());
  all.pop_back();
  site_.shared.metrics.connections().Add(-1);
  site_.shared.connections.Leave();
}

void Connection::Start() {
  Open();
  head_began_ = now_;  // Who says nothing at all gets the time of a head.
  NextRequest();
  Run();
}

void Connection::StartRefused(const Error& error) {
  Open();
  NextRequest();
  exchange_->framing.keep_alive = false;
  Refuse(error);
  deadline_ = std::min(deadline_, now_ + options_.header);  // Of TLS and this one answer.
  Run();
}

void Connection::Run() {
  try {
    while (Step()) {
    }
  } catch (const std::exception& thrown) {
    site_.shared.parts.log.Error("a connection failed",
                                 {{"what", std::string_view(thrown.what())}});
    Cut();
  }
}

bool Connection::Step() {
  switch (phase_) {
    case Phase::Head:
      return StepHead();
    case Phase::Body:
      return StepBody();
    case Phase::Writing:
      return StepWrite();
    case Phase::Streaming:
      return StepStream();
    case Phase::Lingering:
      channel_.Input().Clear();
      channel_.AwaitInput(shared_from_this(), kHeadRoom);
      return false;
    default:
      return false;
  }
}

void Connection::NextRequest() {
  phase_ = Phase::Head;
  close_ = false;
  owes_continue_ = false;
  if (exchange_.use_count() == 1) {
    exchange_->Reset();
  } else {
    exchange_ = NewExchange(site_.shared);
  }
  exchange_->head.remote_address = remote_address_;
  site_.ids.Next(exchange_->head.request_id.value);
  intake_.Begin();
}

bool Connection::StepHead() {
  if (burst_ >= options_.pipelined_requests || channel_.Output().Size() > kMostCollected) {
    return Write(After::SameRequest);
  }
  exchange_->head.secure = channel_.IsSecure();
  const auto progress = intake_.ReadHead(channel_.Input(), *exchange_, now_);
  if (!progress) {
    return Refuse(progress.error());
  }
  if (*progress == Intake::Progress::Done) {
    return BeginRequest();
  }
  if (!channel_.Output().Empty()) {
    return Write(After::SameRequest);
  }
  burst_ = 0;
  if (IsIdle()) {
    if (site_.draining) {
      Cut();
      return false;
    }
    channel_.Input().Shrink(kBodyRoom / 4);
  } else if (!head_began_) {
    head_began_ = now_;
  }
  deadline_ = head_began_ ? *head_began_ + options_.header : now_ + options_.idle;
  channel_.AwaitInput(shared_from_this(), kHeadRoom);
  return false;
}

bool Connection::BeginRequest() {
  ++burst_;
  ++requests_;
  head_began_.reset();
  if (exchange_->answered) {
    return Respond();
  }
  if (exchange_->body_complete) {
    return Dispatch();
  }
  owes_continue_ = exchange_->framing.expects_continue;
  phase_ = Phase::Body;
  return true;
}

bool Connection::StepBody() {
  const auto progress = intake_.ReadBody(channel_.Input(), *exchange_);
  if (!progress) {
    return Refuse(progress.error());
  }
  if (*progress == Intake::Progress::Done) {
    return Dispatch();
  }
  const bool streams = exchange_->route->upload_handler() != nullptr;
  if (streams && exchange_->body.size() >= options_.upload_piece_bytes) {
    return Submit(Work::Append);
  }
  if (std::exchange(owes_continue_, false) && exchange_->body_bytes == 0) {
    channel_.Output().Text().append("HTTP/1.1 100 Continue\r\n\r\n");
  }
  if (!channel_.Output().Empty()) {
    return Write(After::MoreBody);
  }
  deadline_ = std::min(now_ + options_.read, exchange_->head.deadline);
  channel_.AwaitInput(shared_from_this(), kBodyRoom);
  return false;
}

bool Connection::Dispatch() {
  if (exchange_->route->upload_handler() != nullptr) {
    return Submit(Work::Append);
  }
  if (exchange_->framing.coding != Coding::Identity && exchange_->framing.HasBody()) {
    return Submit(Work::Answer);
  }
  if (exchange_->route->execution() == Execution::Inline) {
    Answer(*exchange_, site_.shared, false);
  } else {
    AnswerQuickly(*exchange_, site_.shared);
    if (!exchange_->answered && !exchange_->failure) {
      return Submit(Work::Answer);
    }
  }
  const std::optional<Error>& failure = exchange_->failure;
  return failure ? Refuse(*failure) : Respond();
}

bool Connection::Submit(Work work) {
  work_ = work;
  phase_ = Phase::Working;
  deadline_ = work == Work::ReadPiece ? now_ + options_.write : exchange_->head.deadline;
  Shared& shared = site_.shared;
  shared.tasks.Enter();
  const bool queued = shared.parts.pool.TrySubmit(
      [self = shared_from_this(), exchange = exchange_, work]() mutable {
        RunWork(work, *exchange, self->site_.shared);
        Outstanding& tasks = self->site_.shared.tasks;
        asio::io_context& context = self->context_;
        asio::post(context, [self = std::move(self), exchange = std::move(exchange)] {
          self->OnWorked(exchange);
        });
        tasks.Leave();
      });
  if (!queued) {
    shared.tasks.Leave();
    if (work == Work::ReadPiece) {
      Cut();
      return false;
    }
    return Refuse({ErrorCode::QueueFull, "the queue for requests is full"});
  }
  if (channel_.Send() == Channel::Sent::Failed) {
    Cut();
  }
  return false;
}

void Connection::OnWorked(const std::shared_ptr<Exchange>& worked) {
  if (worked != exchange_ || phase_ != Phase::Working) {
    return DiscardUpload(*worked, site_.shared);  // Given up in the meantime.
  }
  now_ = std::chrono::steady_clock::now();
  if (work_ == Work::ReadPiece) {
    if (worked->failure) {
      return Cut();  // Nobody may take a part for the whole.
    }
    worked->source_left -= worked->piece.size();
    channel_.Output().SetBody(std::move(worked->piece));
    Write(worked->source_left > 0 ? After::MoreSource : close_ ? After::Close : After::NextRequest);
  } else if (const std::optional<Error>& failure = worked->failure) {
    Refuse(*failure);
  } else if (worked->answered) {
    Respond();
  } else {
    phase_ = Phase::Body;
  }
  Run();
}

bool Connection::Refuse(const Error& error) {
  exchange_->response = Refusal(error, *exchange_, site_.shared);
  head_began_.reset();
  return Respond();
}

bool Connection::Respond() {
  Exchange& exchange = *exchange_;
  Outbox& output = channel_.Output();
  const bool skipped = intake_.SkipBody(channel_.Input(), exchange);
  const bool streams = exchange.response.IsStream() && exchange.head.method != Method::Head;
  close_ = !exchange.framing.keep_alive || !skipped || site_.draining || streams ||
           requests_ >= options_.requests_per_connection;
  WriteAnswer(exchange, site_.date, close_, output);
  Record(exchange, site_.shared);
  if (streams && !site_.draining) {
    BeginStream();
    return true;
  }
  if (exchange.source_left > 0) {
    return Write(After::MoreSource);
  }
  if (close_ || output.HasBody()) {
    return Write(close_ ? After::Close : After::NextRequest);
  }
  NextRequest();
  return true;
}

bool Connection::Write(After after) {
  after_ = after;
  phase_ = Phase::Writing;
  sent_in_time_ = 0;
  deadline_ = now_ + options_.write;
  return true;
}

bool Connection::StepWrite() {
  const Channel::Sent sent = channel_.Send();
  if (sent == Channel::Sent::All) {
    return StepAfterWrite();
  }
  if (sent == Channel::Sent::Failed) {
    site_.shared.metrics.cut().Add();
    Cut();
    return false;
  }
  sent_in_time_ += channel_.TakeSentBytes();
  if (sent_in_time_ >= kTimedPiece) {
    sent_in_time_ = 0;
    deadline_ = now_ + options_.write;
  }
  channel_.AwaitWritable(shared_from_this());
  return false;
}

void Connection::OnReady() {
  now_ = std::chrono::steady_clock::now();
  Run();
}

bool Connection::StepAfterWrite() {
  switch (after_) {
    case After::MoreBody:
      phase_ = Phase::Body;
      return true;
    case After::MoreSource:
      return Submit(Work::ReadPiece);
    case After::Close:
      Linger();
      return phase_ != Phase::Closed;
    case After::NextRequest:
      NextRequest();
      break;
    case After::SameRequest:
      phase_ = Phase::Head;
      break;
  }
  if (burst_ < options_.pipelined_requests) {
    return true;
  }
  burst_ = 0;
  asio::post(context_, [self = shared_from_this()] { self->Run(); });
  return false;
}

// It may still read what it is told.
void Connection::OnEnd() {
  if (phase_ == Phase::Body) {
    exchange_->framing.keep_alive = false;
    Refuse({ErrorCode::TruncatedBody, "the connection ended inside the body"});
    return Run();
  }
  if (phase_ != Phase::Writing) {
    Cut();
  }
}

// Leaves the exchange to the pool, which still works on it, and goes on with a copy of its head.
void Connection::Abandon() {
  auto fresh = NewExchange(site_.shared);
  fresh->head = exchange_->head;
  fresh->route = exchange_->route;
  fresh->framing.keep_alive = false;
  exchange_ = std::move(fresh);
}

bool Connection::IsIdle() {
  return phase_ == Phase::Head && !intake_.Begun(channel_.Input()) && channel_.Output().Empty();
}

// Closing at once, with bytes unread, would destroy the answer on its way.
void Connection::Linger() {
  const bool unread = !exchange_->body_complete || channel_.HoldsInput();
  if (!unread || !channel_.EndOutput()) {
    return Cut();
  }
  phase_ = Phase::Lingering;
  deadline_ = now_ + options_.linger;
}

}  // namespace armillary::net
