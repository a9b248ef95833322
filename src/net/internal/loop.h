#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/internal/connection.h"
#include "net/internal/site.h"

namespace armillary::net {

// One thread's event loop with its connections. Everything but Context runs on that thread.
class Loop {
 public:
  // `shared` must outlive the loop.
  explicit Loop(Shared& shared);

  boost::asio::io_context& Context() { return context_; }

  // Waits for events until the context is stopped.
  void Run();

  void Add(Socket socket);
  // Takes the connection only to say that there are too many.
  void AddRefused(Socket socket);

  void Drain();
  void CutAll();
  void WakeStreams();

  // What Run does once per `options.sweep`.
  void Sweep();

 private:
  void ScheduleSweep();

  Shared& shared_;
  Site site_;
  boost::asio::io_context context_;
  boost::asio::steady_timer timer_;
};

}  // namespace armillary::net
