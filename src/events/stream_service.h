#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/event_log.h"
#include "events/open_streams.h"
#include "events/outbox_relay.h"
#include "events/subscription.h"
#include "events/topic.h"
#include "tenancy/authorizer.h"

namespace armillary::events {

// Lets people listen to what changes. Thread-safe.
class StreamService {
 public:
  struct Parts {
    const tenancy::Authorizer& authorizer;
    const EventLog& log;
    OutboxRelay& relay;
    const MonotonicClock& clock;
  };
  struct Wish {
    std::optional<std::string> topics = {};  // None: all that may be read in the own tenant.
    std::optional<std::int64_t> since = {};  // The last event that is known. None: the last one.
  };

  // What `parts` refers to must outlive the service, and the service what it opens.
  StreamService(Parts parts, const StreamLimits& limits);

  // Fails with PermissionDenied unless `access` is for SelfStream or if it may read no topic, or as
  // ParseTopics; for a topic that may not be read as Authorizer::Authorise does; and with
  // TooManyStreams.
  Result<std::unique_ptr<Subscription>> Open(const tenancy::Access& access, const Wish& wish);

  struct Figures {
    std::size_t open;
    std::uint64_t told;     // Events, to all streams together.
    std::uint64_t resyncs;  // Streams that had missed something.
  };
  Figures Count() const;

 private:
  Result<std::vector<Subscription::Watched>> Watch(const tenancy::Access& access,
                                                   const Wish& wish) const;
  std::vector<Subscription::Watched> WatchAll(const tenancy::Access& access) const;
  Result<Subscription::Start> StartOf(std::vector<Subscription::Watched> watched,
                                      const Wish& wish) const;

  const Parts parts_;
  const StreamLimits limits_;
  OpenStreams open_;
  StreamCounts counts_;
};

}  // namespace armillary::events
