#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/monotonic_clock.h"
#include "base/result.h"
#include "events/event_log.h"
#include "events/open_streams.h"
#include "events/topic.h"
#include "tenancy/access.h"
#include "tenancy/authorizer.h"

namespace armillary::events {

// How long a stream may be silent, and how often it is looked whether a token or a session has run
// out; what is revoked or changed is seen at once.
inline constexpr std::chrono::seconds kLongestSilence{15};
inline constexpr std::chrono::milliseconds kExpiryCheck{500};

// What a stream says next.
struct Notice {
  enum class Kind : std::uint8_t {
    Ready,    // Of what it tells from now on.
    Change,   // `event`, under `topic`.
    Resync,   // Some changes were missed.
    Dropped,  // `topic` may not be read any more: `error`.
    End,      // Nothing may be read any more: `error`. The last.
    Pulse,    // Nothing, after a while.
  };

  Kind kind;
  std::int64_t id = 0;  // After which the stream can go on.
  std::string topic = {};
  std::optional<TenantName> tenant = {};
  EventPtr event = {};
  std::optional<Error> error = {};
};

// What streams have done together.
struct StreamCounts {
  std::atomic<std::uint64_t> told{0};
  std::atomic<std::uint64_t> resyncs{0};
};

// One stream: who is told of which topics, and how far they know. It keeps no event: whoever does
// not ask for long finds a gap. For one thread at a time.
//
// Rights are looked at again whenever any have changed, and as time passes: what may not be read is
// not told, however it was opened.
class Subscription {
 public:
  struct Parts {
    const tenancy::Authorizer& authorizer;
    const EventLog& log;
    const MonotonicClock& clock;
    StreamCounts& counts;
  };
  // A topic with the right to it.
  struct Watched {
    Topic topic;
    tenancy::Access access;
  };
  struct Start {
    std::vector<Watched> watched;
    std::int64_t after;  // The last event that is known.
    bool has_gap;        // Something between was missed.
  };

  // What `parts` refers to must outlive the subscription. `access` is the right to a stream.
  Subscription(Parts parts, tenancy::Access access, Start start,
               std::unique_ptr<OpenStreams::Slot> slot);

  // Adds what there is to say, a few notices at most, or none. False: the last was End.
  bool Take(std::vector<Notice>& into);

  // What it tells of now.
  std::vector<std::string> Topics() const;

 private:
  bool HasNews(std::chrono::nanoseconds now) const;
  bool CheckRights(std::chrono::nanoseconds now, std::vector<Notice>& into);
  void DropForbidden(std::vector<Notice>& into);
  void Begin(std::vector<Notice>& into);
  void TakeEvents(std::vector<Notice>& into);
  void Resync(std::vector<Notice>& into);
  static bool IsTold(const Watched& watched, const Event& event);

  const Parts parts_;
  const tenancy::Access access_;
  std::vector<Watched> watched_;
  std::int64_t cursor_;
  bool has_gap_;
  bool has_begun_ = false;
  std::uint64_t rights_ = 0;  // Authorizer::Changes at the last look.
  std::chrono::nanoseconds look_again_{0};
  std::chrono::nanoseconds silent_until_{0};
  const std::unique_ptr<OpenStreams::Slot> slot_;
};

}  // namespace armillary::events
