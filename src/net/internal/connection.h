#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "net/internal/channel.h"
#include "net/internal/exchange.h"
#include "net/internal/intake.h"
#include "net/internal/site.h"
#include "net/internal/work.h"

namespace armillary::net {

// One HTTP/1 client: reads requests, has them answered one after another, writes in that order.
// HTTP/2 will be its sibling over a channel.
//
// Every call comes on the thread of its io_context; only what `Submit` hands to the pool runs
// elsewhere, on the exchange alone. Lives until it is closed and nothing is under way for it.
class Connection : public Channel::User, public std::enable_shared_from_this<Connection> {
 public:
  // Both must outlive the connection.
  Connection(Socket socket, boost::asio::io_context& context, Site& site);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Start();
  // Says `error` and closes.
  void StartRefused(const Error& error);

  // Ends what takes longer than it may.
  void Sweep(SteadyTime now);
  // Closes if idle or in the middle of a stream, otherwise after the present answer.
  void Drain();
  // Its stream, if it has one, may have something to say.
  void WakeStream();
  // Closes at once. The caller holds a pointer: this may have been the list's last.
  void Cut();

  bool IsClosed() const { return phase_ == Phase::Closed; }

 private:
  enum class Phase { Head, Body, Working, Writing, Streaming, Lingering, Closed };
  enum class After { NextRequest, SameRequest, MoreBody, MoreSource, Close };

  void Open();
  bool IsIdle();
  void Run();
  // Goes on until something must be waited for; then false.
  bool Step();
  bool StepHead();
  bool StepBody();
  bool StepWrite();
  bool StepAfterWrite();
  bool StepStream();

  bool BeginRequest();
  bool Dispatch();
  bool Submit(Work work);
  void OnWorked(const std::shared_ptr<Exchange>& worked);

  bool Refuse(const Error& error);
  bool Respond();
  bool Write(After after);
  void BeginStream();
  void NextRequest();
  void Abandon();

  void OnReady() override;
  void OnEnd() override;
  void Linger();

  boost::asio::io_context& context_;
  Site& site_;
  const ServerOptions& options_;
  Channel channel_;
  const std::string remote_address_;
  std::size_t place_ = 0;  // In the site's list.

  Phase phase_ = Phase::Head;
  After after_ = After::NextRequest;
  Work work_ = Work::Answer;
  bool close_ = false;          // After the present answer.
  bool owes_continue_ = false;  // The client waits to be told to send the body.
  std::uint64_t requests_ = 0;
  std::size_t burst_ = 0;  // Requests since others had a turn.
  std::size_t sent_in_time_ = 0;
  SteadyTime now_;
  SteadyTime deadline_;
  std::optional<SteadyTime> head_began_;

  Intake intake_;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace armillary::net
