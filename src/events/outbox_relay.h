#pragma once

#include <cstdint>

#include "base/result.h"
#include "events/event_log.h"
#include "metadata/database.h"

namespace armillary::events {

// Keeps an EventLog equal to the end of the outbox. Thread-safe.
class OutboxRelay {
 public:
  // `database` and `log` must outlive the relay, which keeps `kept` events in the outbox.
  OutboxRelay(metadata::Database& database, metadata::SystemScope scope, EventLog& log,
              std::int64_t kept);

  // Reads the last of what was published. Before the first Step.
  Result<void> Load();

  // Reads what was published since: on return the log holds all that was committed before the call.
  Result<void> Step();

  // Removes from the outbox what is older; now and then.
  Result<void> Forget();

 private:
  // Whether there may be more.
  Result<bool> ReadPage();

  metadata::Database& database_;
  const metadata::SystemScope scope_;
  EventLog& log_;
  const std::int64_t kept_;
};

}  // namespace armillary::events
